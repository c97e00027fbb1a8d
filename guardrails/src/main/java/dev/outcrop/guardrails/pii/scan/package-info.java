/** What recognisers work on: a text cut into tokens, the words that label its values, groups of digits, check digits. */
@NullMarked
package dev.outcrop.guardrails.pii.scan;

import org.jspecify.annotations.NullMarked;
