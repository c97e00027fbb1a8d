/** Tests of the scheduler on a small random model: order, fairness, limits, cancellation, pauses, failures. */
@NullMarked
package dev.outcrop.engines.gguf.schedule;

import org.jspecify.annotations.NullMarked;
