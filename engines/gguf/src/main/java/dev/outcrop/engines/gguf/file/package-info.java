/**
 * The GGUF container: metadata, tensor infos and the bytes of the tensors, read from a memory-mapped file.
 *
 * <p>Files come from anywhere, so nothing here trusts them: every count, length, offset and alignment is checked
 * against the size of the file before it is used, and reading allocates no more than a small multiple of what the
 * header occupies. Files are written in one pass, without holding more than the header. Knows nothing of models or
 * tokenizers.
 */
@NullMarked
package dev.outcrop.engines.gguf.file;

import org.jspecify.annotations.NullMarked;
