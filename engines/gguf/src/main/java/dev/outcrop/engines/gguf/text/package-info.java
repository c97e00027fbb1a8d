/** From the bytes of tokens to text that can be shown: whole characters, cut at stop sequences. */
@NullMarked
package dev.outcrop.engines.gguf.text;

import org.jspecify.annotations.NullMarked;
