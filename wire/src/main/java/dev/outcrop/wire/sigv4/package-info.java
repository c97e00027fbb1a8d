/** The arithmetic of AWS Signature Version 4: canonical requests, strings to sign, signatures. No policy: who may sign is decided elsewhere. */
@NullMarked
package dev.outcrop.wire.sigv4;

import org.jspecify.annotations.NullMarked;
