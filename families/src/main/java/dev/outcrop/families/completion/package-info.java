/**
 * Bodies with a {@code prompt} in OpenAI's completion shape or near it: DeepSeek-R1, Writer, imported models; and the
 * choice between the three schemas of imported models.
 */
@NullMarked
package dev.outcrop.families.completion;

import org.jspecify.annotations.NullMarked;
