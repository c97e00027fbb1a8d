/** Tests of calls that the real service answers. */
@NullMarked
package dev.outcrop.server.relay;

import org.jspecify.annotations.NullMarked;
