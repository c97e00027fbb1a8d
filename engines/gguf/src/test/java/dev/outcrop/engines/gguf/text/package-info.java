/** Tests of streamed text. */
@NullMarked
package dev.outcrop.engines.gguf.text;

import org.jspecify.annotations.NullMarked;
