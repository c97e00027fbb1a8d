/**
 * The sensitive-information policy: types with a shape found by recognisers, names and the like by an
 * {@link dev.outcrop.guardrails.pii.EntityTagger}, and a guardrail's own regular expressions.
 *
 * <p>One package per kind of information; {@code scan} holds what recognisers share: the text cut into tokens, the words
 * that give numbers their meaning, check digits.
 */
@NullMarked
package dev.outcrop.guardrails.pii;

import org.jspecify.annotations.NullMarked;
