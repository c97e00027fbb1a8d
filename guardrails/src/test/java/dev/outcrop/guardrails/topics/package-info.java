/** Tests of denied topics. */
@NullMarked
package dev.outcrop.guardrails.topics;

import org.jspecify.annotations.NullMarked;
