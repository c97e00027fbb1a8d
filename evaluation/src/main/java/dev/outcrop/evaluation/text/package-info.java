/** Answers as the metrics compare them: normalised, tokenised, stemmed. */
@NullMarked
package dev.outcrop.evaluation.text;

import org.jspecify.annotations.NullMarked;
