package dev.outcrop.inference;

/**
 * The assistant's wish to have a tool called.
 *
 * @param id what the result refers to; unique within a conversation
 * @param name one of the offered {@link Tool#name}s
 * @param input the arguments: the text of a JSON object, unless it is a model's own and was cut off or went wrong
 */
public record ToolCall(String id, String name, String input) implements Part {}
