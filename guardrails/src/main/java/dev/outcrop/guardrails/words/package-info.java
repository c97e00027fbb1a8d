/** The word policy: configured words and phrases, and the managed list of profanity. */
@NullMarked
package dev.outcrop.guardrails.words;

import org.jspecify.annotations.NullMarked;
