package dev.outcrop.server.model;

/**
 * What is known of a model's weights once they are here.
 *
 * @param architecture in a word, such as {@code llama} or {@code qwen2}
 * @param converses whether they came with a template for conversations
 * @param bytes bytes that they take
 */
public record LoadedWeights(String architecture, boolean converses, long bytes) {}
