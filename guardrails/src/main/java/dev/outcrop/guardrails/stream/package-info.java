/** An answer that is assessed while it is written: pieces of text in, text that may pass and its assessments out. */
@NullMarked
package dev.outcrop.guardrails.stream;

import org.jspecify.annotations.NullMarked;
