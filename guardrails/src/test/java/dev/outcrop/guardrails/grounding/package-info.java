/** Tests of contextual grounding. */
@NullMarked
package dev.outcrop.guardrails.grounding;

import org.jspecify.annotations.NullMarked;
