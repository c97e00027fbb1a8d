/** Measures guardrails: quality on labelled texts, and speed. */
@NullMarked
package dev.outcrop.bench.guardrails;

import org.jspecify.annotations.NullMarked;
