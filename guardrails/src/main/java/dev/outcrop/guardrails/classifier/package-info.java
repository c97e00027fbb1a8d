/**
 * Second opinions on harmful content: a classifier or a chat model of the operator's own, asked where the embedded content
 * filters are not sure, or always.
 *
 * <p>{@link dev.outcrop.guardrails.classifier.ConsultingClassifier} decides when to ask, how long to wait and what holds
 * without an answer; a {@link dev.outcrop.guardrails.classifier.Consultant} asks. Knows {@code content} only by
 * {@code HarmClassifier}, and models only by {@code inference}.
 */
@NullMarked
package dev.outcrop.guardrails.classifier;

import org.jspecify.annotations.NullMarked;
