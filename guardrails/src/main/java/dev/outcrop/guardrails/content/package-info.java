/**
 * The content filters: how sure a classifier is that a text is harmful, per category, and what the configured strengths
 * make of it.
 *
 * <p>{@link dev.outcrop.guardrails.content.ContentPolicy} knows the configuration,
 * {@link dev.outcrop.guardrails.content.HarmClassifier} the text; neither knows the other's part.
 */
@NullMarked
package dev.outcrop.guardrails.content;

import org.jspecify.annotations.NullMarked;
