/** One text under assessment: normalised views with the way back to the original, and its encoded windows. */
@NullMarked
package dev.outcrop.guardrails.text;

import org.jspecify.annotations.NullMarked;
