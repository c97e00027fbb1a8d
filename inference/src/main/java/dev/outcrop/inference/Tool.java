package dev.outcrop.inference;

/**
 * A tool that a model may ask to be called.
 *
 * @param name as the model writes it
 * @param description what it does, for the model; may be empty
 * @param inputSchema JSON Schema of its arguments: the text of a JSON object
 */
public record Tool(String name, String description, String inputSchema) {}
