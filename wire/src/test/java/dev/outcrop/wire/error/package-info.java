/** Tests of errors on the wire. */
@NullMarked
package dev.outcrop.wire.error;

import org.jspecify.annotations.NullMarked;
