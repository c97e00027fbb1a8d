/** Tests of the tags in prompts. */
@NullMarked
package dev.outcrop.guardrails.tags;

import org.jspecify.annotations.NullMarked;
