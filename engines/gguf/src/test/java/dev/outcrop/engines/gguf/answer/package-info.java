@NullMarked
package dev.outcrop.engines.gguf.answer;

import org.jspecify.annotations.NullMarked;
