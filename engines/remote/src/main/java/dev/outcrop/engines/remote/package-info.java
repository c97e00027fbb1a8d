/**
 * Models behind other servers: any that speak OpenAI's API, such as vLLM, llama-server, Ollama or TGI.
 *
 * <p>An engine like the others: a {@link dev.outcrop.inference.TextModel} or
 * {@link dev.outcrop.inference.EmbeddingModel} that happens to compute elsewhere. It knows {@code inference} and Netty;
 * it must never know AWS, families or the server. A generation lives on one event loop, the caller's own where that is
 * one, so that no token changes threads.
 */
@NullMarked
package dev.outcrop.engines.remote;

import org.jspecify.annotations.NullMarked;
