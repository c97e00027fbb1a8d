/**
 * What a model writes, taken apart: words, thoughts, and calls of tools in the form that its chat template teaches.
 */
@NullMarked
package dev.outcrop.engines.gguf.answer;

import org.jspecify.annotations.NullMarked;
