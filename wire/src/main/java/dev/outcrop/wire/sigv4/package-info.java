/**
 * The arithmetic of AWS Signature Version 4: canonical requests, strings to sign, signing keys, signatures, and the
 * chain of signatures over an event stream. Who may sign, with which key and when, is not decided here.
 */
@NullMarked
package dev.outcrop.wire.sigv4;

import org.jspecify.annotations.NullMarked;
