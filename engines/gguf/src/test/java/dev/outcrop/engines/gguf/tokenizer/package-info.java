/** Tests of the tokenizers, against golden ids and hostile texts. */
@NullMarked
package dev.outcrop.engines.gguf.tokenizer;

import org.jspecify.annotations.NullMarked;
