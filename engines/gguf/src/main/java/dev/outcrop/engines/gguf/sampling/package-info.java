/** Choosing the next token from logits. */
@NullMarked
package dev.outcrop.engines.gguf.sampling;

import org.jspecify.annotations.NullMarked;
