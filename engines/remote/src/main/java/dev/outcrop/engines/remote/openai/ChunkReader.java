package dev.outcrop.engines.remote.openai;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads one chunk of a streamed chat or text completion, by tokens, without a tree. What is unknown is passed over. Only
 * the first choice counts. Thread-safe.
 */
public final class ChunkReader {
    private static final int MAX_DEPTH = 64;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();

    /** Hears what a chunk holds, in the order in which it stands there. */
    public interface Sink {

        /** Text of the answer; not empty. */
        void text(String added);

        /** Text of the thoughts; not empty. */
        void reasoning(String added);

        /**
         * A piece of a tool call.
         *
         * @param index which call of the answer
         * @param id only in the call's first piece
         * @param name only in the call's first piece
         * @param arguments a piece of JSON text, may be empty
         */
        void toolCall(int index, @Nullable String id, @Nullable String name, String arguments);

        /**
         * The answer is complete.
         *
         * @param reason the server's word for it
         * @param matched the stop sequence that was met, from servers that say so
         */
        void finish(String reason, @Nullable String matched);

        /** The server's own counts, so far. */
        void usage(int promptTokens, int completionTokens);

        /** The server failed. */
        void error(UpstreamError error);
    }

    /**
     * Reads a chunk.
     *
     * @throws JacksonException when it is not one JSON object
     */
    public void read(byte[] data, int length, Sink sink) {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), data, 0, length)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new UnexpectedChunkException();
            }
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                switch (name) {
                    case "choices" -> choices(json, value, sink);
                    case "usage" -> usage(json, value, sink);
                    case "error" -> sink.error(UpstreamError.read(json, value));
                    default -> json.skipChildren();
                }
            }
            if (json.currentToken() != JsonToken.END_OBJECT || json.nextToken() != null) {
                throw new UnexpectedChunkException();
            }
        }
    }

    private static void choices(JsonParser json, JsonToken value, Sink sink) {
        if (value != JsonToken.START_ARRAY) {
            json.skipChildren();
            return;
        }
        boolean first = true;
        for (JsonToken each = json.nextToken(); each != JsonToken.END_ARRAY; each = json.nextToken()) {
            if (first && each == JsonToken.START_OBJECT) {
                choice(json, sink);
            } else {
                json.skipChildren();
            }
            first = false;
        }
    }

    private static void choice(JsonParser json, Sink sink) {
        String reason = null;
        String matched = null;
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "delta", "message" -> delta(json, value, sink);
                case "text" -> text(json, value, sink);
                case "finish_reason" -> reason = string(json, value);
                // vLLM's name and SGLang's; a number there is the end-of-turn token.
                case "stop_reason", "matched_stop" -> matched = string(json, value);
                default -> json.skipChildren();
            }
        }
        if (reason != null) {
            sink.finish(reason, matched);
        }
    }

    private static void delta(JsonParser json, JsonToken value, Sink sink) {
        if (value != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            JsonToken member = json.nextToken();
            switch (name) {
                case "content", "refusal" -> text(json, member, sink);
                case "reasoning_content", "reasoning" -> reasoning(json, member, sink);
                case "tool_calls" -> toolCalls(json, member, sink);
                default -> json.skipChildren();
            }
        }
    }

    private static void text(JsonParser json, JsonToken value, Sink sink) {
        String text = string(json, value);
        if (text != null && !text.isEmpty()) {
            sink.text(text);
        }
    }

    private static void reasoning(JsonParser json, JsonToken value, Sink sink) {
        String text = string(json, value);
        if (text != null && !text.isEmpty()) {
            sink.reasoning(text);
        }
    }

    private static void toolCalls(JsonParser json, JsonToken value, Sink sink) {
        if (value != JsonToken.START_ARRAY) {
            json.skipChildren();
            return;
        }
        int position = 0;
        for (JsonToken each = json.nextToken(); each != JsonToken.END_ARRAY; each = json.nextToken()) {
            if (each == JsonToken.START_OBJECT) {
                toolCall(json, position, sink);
            } else {
                json.skipChildren();
            }
            position++;
        }
    }

    private static void toolCall(JsonParser json, int position, Sink sink) {
        int index = position;
        String id = null;
        String name = null;
        String arguments = "";
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String member = json.currentName();
            JsonToken value = json.nextToken();
            if (member.equals("index") && value == JsonToken.VALUE_NUMBER_INT) {
                index = json.getIntValue();
            } else if (member.equals("id")) {
                id = string(json, value);
            } else if (member.equals("function") && value == JsonToken.START_OBJECT) {
                while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                    String part = json.currentName();
                    JsonToken text = json.nextToken();
                    switch (part) {
                        case "name" -> name = string(json, text);
                        case "arguments" -> {
                            String piece = string(json, text);
                            arguments = piece == null ? "" : piece;
                        }
                        default -> json.skipChildren();
                    }
                }
            } else {
                json.skipChildren();
            }
        }
        sink.toolCall(index, id, name, arguments);
    }

    private static void usage(JsonParser json, JsonToken value, Sink sink) {
        if (value != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        int prompt = -1;
        int completion = 0;
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            JsonToken member = json.nextToken();
            if (name.equals("prompt_tokens") && member == JsonToken.VALUE_NUMBER_INT) {
                prompt = json.getIntValue();
            } else if (name.equals("completion_tokens") && member == JsonToken.VALUE_NUMBER_INT) {
                completion = json.getIntValue();
            } else {
                json.skipChildren();
            }
        }
        if (prompt >= 0) {
            sink.usage(prompt, completion);
        }
    }

    private static @Nullable String string(JsonParser json, JsonToken value) {
        if (value == JsonToken.VALUE_STRING) {
            return json.getString();
        }
        json.skipChildren();
        return null;
    }

    /** JSON, but no chunk. */
    private static final class UnexpectedChunkException extends JacksonException {
        private static final long serialVersionUID = 1L;

        UnexpectedChunkException() {
            super("expected one JSON object");
        }
    }
}
