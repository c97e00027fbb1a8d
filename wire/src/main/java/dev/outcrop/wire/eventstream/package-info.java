/**
 * The framing {@code application/vnd.amazon.eventstream}: frames to bytes, bytes to frames, and the frames a service
 * sends. What the payload of an event means is not known here.
 */
@NullMarked
package dev.outcrop.wire.eventstream;

import org.jspecify.annotations.NullMarked;
