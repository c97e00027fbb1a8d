/**
 * Turns a model in Hugging Face's layout (config, tokenizer and safetensors weights in a folder) into a GGUF file that
 * this engine reads, and any other reader of the format.
 *
 * <p>Weights flow through buffers of about a megabyte, whatever the size of the model. Nothing in a folder is trusted:
 * every number is bounded, every file's size is, and what an architecture does not have is refused by name.
 */
@NullMarked
package dev.outcrop.engines.gguf.convert;

import org.jspecify.annotations.NullMarked;
