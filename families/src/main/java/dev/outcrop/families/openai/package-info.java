/**
 * The OpenAI-compatible API, which the service offers beside its own: bodies and chunks as OpenAI documents them
 * (OpenAI API reference, "Chat" and "Embeddings"), for every model of Outcrop.
 */
@NullMarked
package dev.outcrop.families.openai;

import org.jspecify.annotations.NullMarked;
