/** The tags by which a prompt says which of its parts a guardrail is to look at, and as what. */
@NullMarked
package dev.outcrop.guardrails.tags;

import org.jspecify.annotations.NullMarked;
