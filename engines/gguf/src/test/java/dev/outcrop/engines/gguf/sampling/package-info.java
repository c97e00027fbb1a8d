/** Tests of choosing tokens. */
@NullMarked
package dev.outcrop.engines.gguf.sampling;

import org.jspecify.annotations.NullMarked;
