/** Tests of {@code dev.outcrop.engines.gguf.safetensors}. */
@NullMarked
package dev.outcrop.engines.gguf.safetensors;

import org.jspecify.annotations.NullMarked;
