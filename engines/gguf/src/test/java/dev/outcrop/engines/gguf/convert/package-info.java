/** Tests of {@code dev.outcrop.engines.gguf.convert}. */
@NullMarked
package dev.outcrop.engines.gguf.convert;

import org.jspecify.annotations.NullMarked;
