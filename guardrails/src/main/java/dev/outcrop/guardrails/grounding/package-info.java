/**
 * Contextual grounding: whether an answer is supported by its source, and whether it has to do with its question.
 *
 * <p>Texts are read sentence by sentence ({@link dev.outcrop.guardrails.grounding.Statement}), each sentence of the answer is
 * measured against the source and the question, and a logistic regression turns what was measured into a score.
 */
@NullMarked
package dev.outcrop.guardrails.grounding;

import org.jspecify.annotations.NullMarked;
