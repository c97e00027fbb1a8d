package dev.outcrop.families.converse;

import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A content block of a {@link ConverseRequest}. */
public sealed interface Block {

    /**
     * Words.
     *
     * @param qualifiers of a {@code guardContent} block, maybe none; null for an ordinary {@code text} block
     */
    record Text(String text, @Nullable List<String> qualifiers) implements Block {
        public Text {
            qualifiers = qualifiers == null ? null : List.copyOf(qualifiers);
        }

        /** An ordinary text. */
        public Text(String text) {
            this(text, null);
        }

        /** Whether the caller marked it for a guardrail. */
        public boolean isGuardContent() {
            return qualifiers != null;
        }
    }

    /**
     * A picture.
     *
     * @param format {@code png}, {@code jpeg}, {@code gif} or {@code webp}
     * @param bytes the file; shared, not to be written to
     */
    @SuppressWarnings("ArrayRecordComponent") // read once and never compared
    record Image(String format, byte[] bytes) implements Block {}

    /**
     * A document, of which the model gets the text.
     *
     * @param format as the service names it; null for a document that came as text
     * @param bytes the file, or null when it came as text
     * @param text what it says, or null as long as {@code bytes} have not been read
     * @param context what the caller says about it, or null
     */
    @SuppressWarnings("ArrayRecordComponent") // read once and never compared
    record Document(
            String name, @Nullable String format, byte @Nullable [] bytes, @Nullable String text,
            @Nullable String context) implements Block {}

    /** The assistant's wish to have a tool called. */
    record ToolUse(String id, String name, JsonNode input) implements Block {}

    /**
     * What a tool answered.
     *
     * @param content texts, JSON, images and documents
     * @param failed whether its status is {@code error}
     */
    record ToolResult(String id, List<Block> content, boolean failed) implements Block {
        public ToolResult {
            content = List.copyOf(content);
        }
    }

    /** A JSON value that a tool answered. */
    record Json(JsonNode value) implements Block {}

    /** What the assistant thought before an earlier answer. */
    record Reasoning(String text, @Nullable String signature) implements Block {}

    /**
     * Thoughts that only the model's provider can read.
     *
     * @param content in base64
     */
    record RedactedReasoning(String content) implements Block {}

    /** Where a prompt cache may begin. Nothing is cached, so it says nothing here. */
    record CachePoint() implements Block {}

    /**
     * Content that no model here reads.
     *
     * @param member its name in the request, such as {@code video}
     */
    record Unreadable(String member) implements Block {}
}
