/** What tests of several policies share. */
@NullMarked
package dev.outcrop.guardrails.testing;

import org.jspecify.annotations.NullMarked;
