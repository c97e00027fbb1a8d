/**
 * Denied topics: whether a text belongs to a subject that is described by a name, a definition and examples.
 *
 * <p>A text's passages are compared to the topic's texts in the space of a sentence encoder, and to everyday subjects
 * that are not the topic's own; {@link dev.outcrop.guardrails.topics.Combiner} makes one decision of it, by weights that
 * hold for any topic.
 */
@NullMarked
package dev.outcrop.guardrails.topics;

import org.jspecify.annotations.NullMarked;
