/** What every policy is to the guardrail that holds it. */
@NullMarked
package dev.outcrop.guardrails.policy;

import org.jspecify.annotations.NullMarked;
