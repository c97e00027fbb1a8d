/** Anthropic Claude: Messages and the older text completions. */
@NullMarked
package dev.outcrop.families.anthropic;

import org.jspecify.annotations.NullMarked;
