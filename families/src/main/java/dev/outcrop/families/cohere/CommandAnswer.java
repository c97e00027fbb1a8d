package dev.outcrop.families.cohere;

import java.util.List;

import dev.outcrop.families.AnswerFormat;
import dev.outcrop.families.ChunkSink;
import dev.outcrop.families.ChunkWriter;
import dev.outcrop.families.JsonText;
import dev.outcrop.families.WholeAsChunk;
import dev.outcrop.inference.Answer;
import dev.outcrop.inference.GenerationResult;

/**
 * Command's generations.
 *
 * @param id equals the id of the request
 * @param prompt echoed
 * @param inPieces whether a stream comes in pieces
 */
record CommandAnswer(String id, String generationId, String prompt, boolean inPieces) implements AnswerFormat {

    @Override
    public AnswerFormat withTexts(List<String> texts) {
        return new CommandAnswer(id, generationId, texts.getFirst(), inPieces);
    }

    @Override
    public byte[] body(Answer answer, GenerationResult result) {
        String text = answer.text();
        return JsonText.object(json -> {
            json.writeStringProperty("id", id);
            json.writeArrayPropertyStart("generations");
            json.writeStartObject();
            json.writeStringProperty("id", generationId);
            json.writeStringProperty("text", text);
            json.writeStringProperty("finish_reason", finishReason(result));
            json.writeEndObject();
            json.writeEndArray();
            json.writeStringProperty("prompt", prompt);
        });
    }

    @Override
    public ChunkWriter chunks(ChunkSink sink) {
        return inPieces ? new Pieces(sink) : new WholeAsChunk(this, sink);
    }

    static String finishReason(GenerationResult result) {
        return switch (result.stopReason()) {
            case END_OF_TURN, STOP_SEQUENCE, TOOL_CALLS -> "COMPLETE";
            case CONTENT_FILTERED -> "ERROR_TOXIC";
            case MAX_TOKENS, CONTEXT_FULL -> "MAX_TOKENS";
        };
    }

    /** The last piece has the reason and no text. */
    private record Pieces(ChunkSink sink) implements ChunkWriter {
        @Override
        public void start(int promptTokens) {}

        @Override
        public void text(String text, int outputTokens) {
            if (!text.isEmpty()) {
                sink.chunk(
                        JsonText.object(json -> {
                            json.writeBooleanProperty("is_finished", false);
                            json.writeStringProperty("text", text);
                        }),
                        ChunkSink.Role.TEXT);
            }
        }

        @Override
        public void end(GenerationResult result) {
            sink.chunk(
                    JsonText.object(json -> {
                        json.writeStringProperty("finish_reason", finishReason(result));
                        json.writeBooleanProperty("is_finished", true);
                    }),
                    ChunkSink.Role.LAST);
        }
    }
}
