/**
 * Between text and token ids: the three tokenizers of GGUF files, and the special tokens they share.
 *
 * <p>Every algorithm is near-linear in the text, whatever the text is.
 */
@NullMarked
package dev.outcrop.engines.gguf.tokenizer;

import org.jspecify.annotations.NullMarked;
