/** Tests of the sensitive-information policy. */
@NullMarked
package dev.outcrop.guardrails.pii;

import org.jspecify.annotations.NullMarked;
