/**
 * OpenAI's API as its many servers speak it: request bodies out of neutral requests, chunks and errors back into neutral
 * events (OpenAI API reference, "Chat" and "Completions"; vLLM, "OpenAI-Compatible Server"; llama.cpp, "HTTP Server").
 */
@NullMarked
package dev.outcrop.engines.remote.openai;

import org.jspecify.annotations.NullMarked;
