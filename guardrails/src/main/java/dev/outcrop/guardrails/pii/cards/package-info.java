/** Payment cards: number, verification value, expiry and PIN. */
@NullMarked
package dev.outcrop.guardrails.pii.cards;

import org.jspecify.annotations.NullMarked;
