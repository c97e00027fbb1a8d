/**
 * Several generations on one decoder: who computes when, with how much memory, and who has to wait or is turned away.
 *
 * <p>Knows token ids and logits; what they mean to a caller is the business of the {@link
 * dev.outcrop.engines.gguf.schedule.Job}.
 */
@NullMarked
package dev.outcrop.engines.gguf.schedule;

import org.jspecify.annotations.NullMarked;
