/**
 * The OpenAI-compatible API under {@code /openai/v1}, over the same road as InvokeModel: the same models, guardrails and
 * measures.
 */
@NullMarked
package dev.outcrop.server.openai;

import org.jspecify.annotations.NullMarked;
