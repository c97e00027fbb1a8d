package dev.outcrop.inference;

/** A piece of a {@link Message}. */
public sealed interface Part permits Part.Text, Part.Image, Part.Reasoning, Part.ToolResult, ToolCall {

    /** Words. */
    record Text(String text) implements Part {}

    /**
     * A picture, for models that {@link TextModel#readsImages}.
     *
     * @param mediaType such as {@code image/png}
     * @param bytes the file as the caller sent it; shared, not to be written to
     */
    record Image(String mediaType, byte[] bytes) implements Part {}

    /** What the assistant thought before an earlier answer. Templates that keep no thoughts leave it out. */
    record Reasoning(String text) implements Part {}

    /**
     * What a tool answered; in messages of role {@link Message.Role#TOOL}.
     *
     * @param callId {@link ToolCall#id()} of the call it answers
     * @param name the tool's name, empty when the caller's format does not repeat it
     * @param text what it answered, JSON or words
     * @param failed whether the caller says that the tool failed
     */
    record ToolResult(String callId, String name, String text, boolean failed) implements Part {}
}
