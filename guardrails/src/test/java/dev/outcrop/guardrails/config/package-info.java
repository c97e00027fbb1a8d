/** Tests of the package of this name. */
@NullMarked
package dev.outcrop.guardrails.config;

import org.jspecify.annotations.NullMarked;
