/** Tests of constrained answers. */
@NullMarked
package dev.outcrop.engines.gguf.grammar;

import org.jspecify.annotations.NullMarked;
