/**
 * The transformers: what the architectures have in common as small parts, and how they differ as data.
 *
 * <p>{@link dev.outcrop.engines.gguf.model.Architecture} is the table of differences. {@link
 * dev.outcrop.engines.gguf.model.DecoderLoader} turns a file into parts, refusing what does not fit and naming it;
 * {@link dev.outcrop.engines.gguf.model.Decoder} and {@link dev.outcrop.engines.gguf.model.Encoder} run them. Knows
 * token ids only: no text, no sampling, no scheduling.
 */
@NullMarked
package dev.outcrop.engines.gguf.model;

import org.jspecify.annotations.NullMarked;
