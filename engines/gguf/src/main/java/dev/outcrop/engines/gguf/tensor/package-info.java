/**
 * Weights as the file stores them and the arithmetic on them: dequantisation, dot products and the matrix kernels.
 *
 * <p>{@link dev.outcrop.engines.gguf.tensor.Kernels} is the one door between models and arithmetic, so faster kernels
 * replace it without touching a model. Knows the container, but no architecture.
 */
@NullMarked
package dev.outcrop.engines.gguf.tensor;

import org.jspecify.annotations.NullMarked;
