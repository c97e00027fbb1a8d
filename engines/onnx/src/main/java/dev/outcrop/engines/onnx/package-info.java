/** Encoders on ONNX Runtime: texts to vectors. Depends on {@code inference} alone. */
@NullMarked
package dev.outcrop.engines.onnx;

import org.jspecify.annotations.NullMarked;
