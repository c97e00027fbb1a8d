/** Benchmarks and load scenarios; what they found is in {@code bench/results}. */
@NullMarked
package dev.outcrop.bench;

import org.jspecify.annotations.NullMarked;
