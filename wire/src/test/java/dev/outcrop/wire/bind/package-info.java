/** Tests of the binders. */
@NullMarked
package dev.outcrop.wire.bind;

import org.jspecify.annotations.NullMarked;
