/** Tests of chat templates. */
@NullMarked
package dev.outcrop.engines.gguf.template;

import org.jspecify.annotations.NullMarked;
