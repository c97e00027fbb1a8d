/** Tests of the GGUF container: the golden loading cases, lies, damage and fuzzing. */
@NullMarked
package dev.outcrop.engines.gguf.file;

import org.jspecify.annotations.NullMarked;
