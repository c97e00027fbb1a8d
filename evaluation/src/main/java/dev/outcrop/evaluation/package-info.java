/**
 * Model evaluation as a library: what a model answered in, scores out.
 *
 * <p>{@code text} takes answers apart as the metrics want them, {@code metric} scores them, {@code perturb} changes
 * prompts without changing what they mean. Knows no HTTP, no storage and no other module.
 */
@NullMarked
package dev.outcrop.evaluation;

import org.jspecify.annotations.NullMarked;
