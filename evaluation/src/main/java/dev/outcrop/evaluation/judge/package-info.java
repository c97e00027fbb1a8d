/**
 * A model as judge: what it is asked for each metric, and what its answer is worth.
 *
 * <p>Labels and their numbers are those that Amazon Bedrock documents; the words of the prompts are Outcrop's own.
 */
@NullMarked
package dev.outcrop.evaluation.judge;

import org.jspecify.annotations.NullMarked;
