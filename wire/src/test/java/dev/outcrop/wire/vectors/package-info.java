/** Runs published and recorded test vectors against the product's own router, binder, validator, framing and signatures. */
@NullMarked
package dev.outcrop.wire.vectors;

import org.jspecify.annotations.NullMarked;
