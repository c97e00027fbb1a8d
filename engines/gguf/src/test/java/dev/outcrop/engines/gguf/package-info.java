/** Tests of whole models: text in, text out. */
@NullMarked
package dev.outcrop.engines.gguf;

import org.jspecify.annotations.NullMarked;
