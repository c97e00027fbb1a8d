/** Tests of Jinja by itself. */
@NullMarked
package dev.outcrop.engines.gguf.template.jinja;

import org.jspecify.annotations.NullMarked;
