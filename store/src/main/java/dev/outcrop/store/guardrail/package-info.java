/** Guardrails: a draft and its numbered copies, each a document. */
@NullMarked
package dev.outcrop.store.guardrail;

import org.jspecify.annotations.NullMarked;
