/** Tests of dequantisation, kernels and worker threads. */
@NullMarked
package dev.outcrop.engines.gguf.tensor;

import org.jspecify.annotations.NullMarked;
