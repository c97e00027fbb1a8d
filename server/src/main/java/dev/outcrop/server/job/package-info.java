/** Work that outlives the call that asked for it, done by one node at a time and taken over from a dead one. */
@NullMarked
package dev.outcrop.server.job;

import org.jspecify.annotations.NullMarked;
