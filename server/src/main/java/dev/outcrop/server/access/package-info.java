/** Who calls, and what they may do: between the socket and the operations. */
@NullMarked
package dev.outcrop.server.access;

import org.jspecify.annotations.NullMarked;
