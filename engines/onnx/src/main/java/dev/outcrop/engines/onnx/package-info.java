/**
 * Encoders and classifiers on ONNX Runtime: texts to vectors, one per token, or to probabilities of labels. Depends on
 * {@code inference} alone; knows no guardrail and no wire format.
 */
@NullMarked
package dev.outcrop.engines.onnx;

import org.jspecify.annotations.NullMarked;
