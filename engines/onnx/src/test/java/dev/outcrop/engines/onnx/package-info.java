/** Tests of the encoders. */
@NullMarked
package dev.outcrop.engines.onnx;

import org.jspecify.annotations.NullMarked;
