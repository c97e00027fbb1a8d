package dev.outcrop.families.cohere;

import java.util.List;
import java.util.stream.IntStream;

import dev.outcrop.families.AnswerFormat;
import dev.outcrop.families.ChunkSink;
import dev.outcrop.families.ChunkWriter;
import dev.outcrop.families.Completion;
import dev.outcrop.families.Finish;
import dev.outcrop.families.JsonText;
import dev.outcrop.families.SeveralAnswers;
import dev.outcrop.families.StreamEnd;
import dev.outcrop.families.WholeAsChunk;
import dev.outcrop.inference.GenerationResult;

/**
 * Command's generations.
 *
 * @param id equals the id of the request
 * @param generationIds one per generation
 * @param prompt echoed
 * @param inPieces whether a stream comes in pieces
 */
record CommandAnswer(String id, List<String> generationIds, String prompt, boolean inPieces)
        implements
            SeveralAnswers {

    @Override
    public AnswerFormat withTexts(List<String> texts) {
        return new CommandAnswer(id, generationIds, texts.getFirst(), inPieces);
    }

    @Override
    public byte[] body(List<Completion> answers) {
        return JsonText.object(json -> {
            json.writeStringProperty("id", id);
            json.writeArrayPropertyStart("generations");
            for (int i = 0; i < answers.size(); i++) {
                Completion answer = answers.get(i);
                json.writeStartObject();
                json.writeStringProperty("id", generationIds.get(i));
                json.writeStringProperty("text", answer.answer().text());
                json.writeStringProperty("finish_reason", finishReason(answer.result()));
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeStringProperty("prompt", prompt);
        });
    }

    @Override
    public List<ChunkWriter> chunks(ChunkSink sink, int answers) {
        if (!inPieces) {
            return WholeAsChunk.of(this, sink, answers);
        }
        StreamEnd end = new StreamEnd(answers);
        return IntStream.range(0, answers)
                .<ChunkWriter>mapToObj(index -> new Pieces(sink, index, answers > 1, end))
                .toList();
    }

    static String finishReason(GenerationResult result) {
        return switch (result.stopReason()) {
            case END_OF_TURN, STOP_SEQUENCE, TOOL_CALLS -> "COMPLETE";
            case CONTENT_FILTERED -> "ERROR_TOXIC";
            case MAX_TOKENS, CONTEXT_FULL -> "MAX_TOKENS";
        };
    }

    /**
     * Pieces say whose they are when there are several generations. The last piece of the stream has the reason and no text:
     * there is one, so it speaks for all of them ({@link Finish#together}).
     */
    private record Pieces(ChunkSink sink, int index, boolean several, StreamEnd streamEnd) implements ChunkWriter {
        @Override
        public void start(int promptTokens) {}

        @Override
        public void text(String text, int outputTokens) {
            if (!text.isEmpty()) {
                sink.chunk(
                        JsonText.object(json -> {
                            if (several) {
                                json.writeNumberProperty("index", index);
                            }
                            json.writeBooleanProperty("is_finished", false);
                            json.writeStringProperty("text", text);
                        }),
                        ChunkSink.Role.TEXT);
            }
        }

        @Override
        public void end(GenerationResult result) {
            if (!streamEnd.isReachedBy(result)) {
                return;
            }
            GenerationResult all = Finish.together(streamEnd.results());
            sink.chunk(
                    JsonText.object(json -> {
                        json.writeStringProperty("finish_reason", finishReason(all));
                        json.writeBooleanProperty("is_finished", true);
                    }),
                    ChunkSink.Role.LAST);
        }
    }
}
