/** Numbers that states give to people, in the United States, Canada and the United Kingdom. */
@NullMarked
package dev.outcrop.guardrails.pii.government;

import org.jspecify.annotations.NullMarked;
