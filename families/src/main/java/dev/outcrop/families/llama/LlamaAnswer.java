package dev.outcrop.families.llama;

import dev.outcrop.families.AnswerFormat;
import dev.outcrop.families.ChunkSink;
import dev.outcrop.families.ChunkWriter;
import dev.outcrop.families.Finish;
import dev.outcrop.families.JsonText;
import dev.outcrop.inference.Answer;
import dev.outcrop.inference.GenerationResult;
import org.jspecify.annotations.Nullable;

/**
 * A generation with its token counts.
 *
 * @param imported whether the member {@code logprobs} of imported models is there
 */
record LlamaAnswer(boolean imported) implements AnswerFormat {

    @Override
    public byte[] body(Answer answer, GenerationResult result) {
        String text = answer.text();
        return json(text, result.promptTokens(), result.outputTokens(), Finish.stopOrLength(result));
    }

    @Override
    public ChunkWriter chunks(ChunkSink sink) {
        return new Chunks(sink);
    }

    @Override
    public void blockedChunks(String message, ChunkSink sink) {
        sink.chunk(json(message, 0, 0, "stop"), ChunkSink.Role.LAST);
    }

    /** One chunk per token; the prompt's count only in the first, the reason only in the last. */
    private final class Chunks implements ChunkWriter {
        private final ChunkSink sink;
        private @Nullable Integer promptTokens;

        Chunks(ChunkSink sink) {
            this.sink = sink;
        }

        @Override
        public void start(int tokens) {
            promptTokens = tokens;
        }

        @Override
        public void text(String text, int outputTokens) {
            sink.chunk(json(text, takePromptTokens(), outputTokens, null), ChunkSink.Role.TEXT);
        }

        @Override
        public void end(GenerationResult result) {
            sink.chunk(
                    json("", takePromptTokens(), result.outputTokens(), Finish.stopOrLength(result)),
                    ChunkSink.Role.LAST);
        }

        private @Nullable Integer takePromptTokens() {
            Integer taken = promptTokens;
            promptTokens = null;
            return taken;
        }
    }

    private byte[] json(
            String generation, @Nullable Integer promptTokens, int generatedTokens, @Nullable String stopReason) {
        return JsonText.object(json -> {
            json.writeStringProperty("generation", generation);
            if (promptTokens == null) {
                json.writeNullProperty("prompt_token_count");
            } else {
                json.writeNumberProperty("prompt_token_count", promptTokens);
            }
            json.writeNumberProperty("generation_token_count", generatedTokens);
            JsonText.nullable(json, "stop_reason", stopReason);
            if (imported) {
                json.writeNullProperty("logprobs");
            }
        });
    }
}
