/** Tests of the arithmetic of signatures. */
@NullMarked
package dev.outcrop.wire.sigv4;

import org.jspecify.annotations.NullMarked;
