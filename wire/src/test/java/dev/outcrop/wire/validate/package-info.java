/** Tests of constraints, their words, and the safety of patterns. */
@NullMarked
package dev.outcrop.wire.validate;

import org.jspecify.annotations.NullMarked;
