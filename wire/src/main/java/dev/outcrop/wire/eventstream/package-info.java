/** The framing application/vnd.amazon.eventstream. */
@NullMarked
package dev.outcrop.wire.eventstream;

import org.jspecify.annotations.NullMarked;
