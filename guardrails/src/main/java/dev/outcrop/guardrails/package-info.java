/**
 * Guardrails as a library: content in, {@link dev.outcrop.guardrails.assessment.Assessment} out.
 *
 * <p>One package per policy ({@code words}, {@code pii}, {@code content}, {@code topics}, {@code grounding}); they share
 * the views of a text in {@code text} and meet only in {@link dev.outcrop.guardrails.Guardrail}. Depends on
 * {@code inference} for encoders and judges; knows no HTTP, no storage and no AWS JSON.
 */
@NullMarked
package dev.outcrop.guardrails;

import org.jspecify.annotations.NullMarked;
