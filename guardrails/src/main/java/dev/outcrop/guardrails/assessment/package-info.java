/** What a guardrail found: one record per entry, and what follows from it. */
@NullMarked
package dev.outcrop.guardrails.assessment;

import org.jspecify.annotations.NullMarked;
