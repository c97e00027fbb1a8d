/**
 * The keys and values that attention has computed for the positions of each running sequence.
 *
 * <p>All sequences draw pages from one pool of fixed size, so the memory of any number of generations is bounded when
 * the engine starts. Knows shapes, not models.
 */
@NullMarked
package dev.outcrop.engines.gguf.cache;

import org.jspecify.annotations.NullMarked;
