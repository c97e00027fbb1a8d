/** What a guardrail is told to do: one record per entry of each policy, defaults resolved. */
@NullMarked
package dev.outcrop.guardrails.config;

import org.jspecify.annotations.NullMarked;
