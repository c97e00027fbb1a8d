package dev.outcrop.families.cohere;

import java.util.ArrayList;
import java.util.List;

import dev.outcrop.families.AnswerFormat;
import dev.outcrop.families.ChunkSink;
import dev.outcrop.families.ChunkWriter;
import dev.outcrop.families.JsonText;
import dev.outcrop.inference.Answer;
import dev.outcrop.inference.GenerationResult;
import dev.outcrop.inference.Message;
import tools.jackson.core.JsonGenerator;

/**
 * Command R's text with the conversation up to it.
 *
 * @param requestPart first part of {@code response_id}, of which eight characters are used
 * @param preamble comes before the turns in the prompt, and is not repeated; blank when there is none
 * @param turns the conversation, the request's own message last
 */
record CommandRAnswer(String requestPart, String generationId, String preamble, List<Turn> turns)
        implements
            AnswerFormat {
    private static final int REQUEST_CHARACTERS = 8;

    /** One turn as the body writes it. */
    record Turn(String role, String message) {

        /** Who says it to the model. */
        Message.Role speaker() {
            return switch (role) {
                case "CHATBOT" -> Message.Role.ASSISTANT;
                case "SYSTEM" -> Message.Role.SYSTEM;
                default -> Message.Role.USER;
            };
        }
    }

    CommandRAnswer {
        turns = List.copyOf(turns);
    }

    /**
     * Neighbouring turns of one speaker are one text of the prompt ({@link dev.outcrop.families.Conversation}). Where that
     * text has changed they are one turn here too: what became of which of them cannot be told.
     */
    @Override
    public AnswerFormat withTexts(List<String> texts) {
        List<Turn> changed = new ArrayList<>();
        int next = 0;
        int text = 0;
        boolean begun = !preamble.isBlank();
        Message.Role speaker = Message.Role.SYSTEM;
        StringBuilder joined = new StringBuilder(begun ? preamble : "");
        while (begun || next < turns.size()) {
            int first = next;
            while (next < turns.size() && (!begun || turns.get(next).speaker() == speaker)) {
                joined.append(begun ? "\n" : "").append(turns.get(next).message());
                speaker = turns.get(next).speaker();
                begun = true;
                next++;
            }
            String now = texts.get(text++);
            if (now.contentEquals(joined)) {
                changed.addAll(turns.subList(first, next));
            } else if (first < next) {
                changed.add(new Turn(turns.get(first).role(), now));
            }
            begun = false;
            joined.setLength(0);
        }
        String kept = preamble.isBlank() ? preamble : texts.getFirst();
        return new CommandRAnswer(requestPart, generationId, kept, changed);
    }

    @Override
    public byte[] body(Answer answer, GenerationResult result) {
        String text = answer.text();
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
