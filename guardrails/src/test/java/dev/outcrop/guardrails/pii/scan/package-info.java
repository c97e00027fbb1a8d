/** Tests of what recognisers share. */
@NullMarked
package dev.outcrop.guardrails.pii.scan;

import org.jspecify.annotations.NullMarked;
