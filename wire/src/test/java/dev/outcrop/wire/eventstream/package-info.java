/** Tests of the framing. */
@NullMarked
package dev.outcrop.wire.eventstream;

import org.jspecify.annotations.NullMarked;
