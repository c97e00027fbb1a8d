/** Recognisers of the chat templates that callers write into prompt texts. */
@NullMarked
package dev.outcrop.families.prompt;

import org.jspecify.annotations.NullMarked;
