/** Tests of the cache: pages, reservations, reuse. */
@NullMarked
package dev.outcrop.engines.gguf.cache;

import org.jspecify.annotations.NullMarked;
