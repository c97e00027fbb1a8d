package dev.outcrop.families.cohere;

import java.util.List;

import dev.outcrop.families.AnswerFormat;
import dev.outcrop.families.ChunkSink;
import dev.outcrop.families.ChunkWriter;
import dev.outcrop.families.JsonText;
import dev.outcrop.inference.GenerationResult;
import tools.jackson.core.JsonGenerator;

/**
 * Command R's text with the conversation up to it.
 *
 * @param requestPart first part of {@code response_id}, of which eight characters are used
 * @param turns the conversation, the request's own message last
 */
record CommandRAnswer(String requestPart, String generationId, List<Turn> turns) implements AnswerFormat {
    private static final int REQUEST_CHARACTERS = 8;

    /** One turn as the body writes it. */
    record Turn(String role, String message) {}

    CommandRAnswer {
        turns = List.copyOf(turns);
    }

    @Override
    public byte[] body(String text, GenerationResult result) {
        return JsonText.object(json -> writeMembers(json, text, result));
    }

    private void writeMembers(JsonGenerator json, String text, GenerationResult result) {
        json.writeStringProperty(
                "response_id", requestPart.substring(0, REQUEST_CHARACTERS) + "/" + generationId);
        json.writeStringProperty("text", text);
        json.writeStringProperty("generation_id", generationId);
        json.writeArrayPropertyStart("chat_history");
        turns.forEach(turn -> writeTurn(json, turn.role(), turn.message()));
        writeTurn(json, "CHATBOT", text);
        json.writeEndArray();
        json.writeStringProperty("finish_reason", CommandAnswer.finishReason(result));
    }

    private static void writeTurn(JsonGenerator json, String role, String message) {
        json.writeStartObject();
        json.writeStringProperty("role", role);
        json.writeStringProperty("message", message);
        json.writeEndObject();
    }

    @Override
    public ChunkWriter chunks(ChunkSink sink) {
        return new Chunks(sink);
    }

    /** The end repeats the whole answer, so the text is kept; memory is bounded by the answer's tokens. */
    private final class Chunks implements ChunkWriter {
        private final ChunkSink sink;
        private final StringBuilder answer = new StringBuilder();

        Chunks(ChunkSink sink) {
            this.sink = sink;
        }

        @Override
        public void start(int promptTokens) {
            sink.chunk(
                    JsonText.object(json -> {
                        json.writeStringProperty("event_type", "stream-start");
                        json.writeStringProperty("generation_id", generationId);
                        json.writeBooleanProperty("is_finished", false);
                    }),
                    ChunkSink.Role.ENVELOPE);
        }

        @Override
        public void text(String text, int outputTokens) {
            if (text.isEmpty()) {
                return;
            }
            answer.append(text);
            sink.chunk(
                    JsonText.object(json -> {
                        json.writeStringProperty("event_type", "text-generation");
                        json.writeStringProperty("text", text);
                        json.writeBooleanProperty("is_finished", false);
                    }),
                    ChunkSink.Role.TEXT);
        }

        @Override
        public void end(GenerationResult result) {
            sink.chunk(
                    JsonText.object(json -> {
                        json.writeStringProperty("event_type", "stream-end");
                        json.writeStringProperty("finish_reason", CommandAnswer.finishReason(result));
                        json.writeBooleanProperty("is_finished", true);
                        json.writeObjectPropertyStart("response");
                        writeMembers(json, answer.toString(), result);
                        writeMeta(json, result);
                        json.writeEndObject();
                    }),
                    ChunkSink.Role.LAST);
        }
    }

    private static void writeMeta(JsonGenerator json, GenerationResult result) {
        json.writeObjectPropertyStart("meta");
        json.writeObjectPropertyStart("api_version");
        json.writeStringProperty("version", "1");
        json.writeEndObject();
        json.writeObjectPropertyStart("billed_units");
        json.writeNumberProperty("input_tokens", result.promptTokens());
        json.writeNumberProperty("output_tokens", result.outputTokens());
        json.writeEndObject();
        json.writeEndObject();
    }
}
