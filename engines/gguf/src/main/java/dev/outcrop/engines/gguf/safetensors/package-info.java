/**
 * The safetensors container: headers, shards and the bytes of tensors, read from files of any size in bounded memory.
 *
 * <p>Files come from anywhere, so nothing here trusts them: lengths, offsets and shapes are checked against each other
 * and against the file before they are used. Knows nothing of models.
 */
@NullMarked
package dev.outcrop.engines.gguf.safetensors;

import org.jspecify.annotations.NullMarked;
