package dev.outcrop.families.llama;

import java.util.List;

import dev.outcrop.families.Bodies;
import dev.outcrop.families.ChunkSink;
import dev.outcrop.families.ChunkWriter;
import dev.outcrop.families.Family;
import dev.outcrop.families.GeneratedText;
import dev.outcrop.families.Invocation;
import dev.outcrop.families.InvocationContext;
import dev.outcrop.families.JsonText;
import dev.outcrop.families.TextInvocation;
import dev.outcrop.families.Unsupported;
import dev.outcrop.families.prompt.HeaderTemplate;
import dev.outcrop.families.prompt.InstructionTemplate;
import dev.outcrop.families.prompt.PromptText;
import dev.outcrop.families.schema.Schema;
import dev.outcrop.families.schema.Violations;
import dev.outcrop.inference.GenerationRequest;
import dev.outcrop.inference.GenerationResult;
import dev.outcrop.inference.PromptTooLongException;
import dev.outcrop.inference.Sampling;
import dev.outcrop.inference.StopReason;
import dev.outcrop.wire.error.ServiceException;
import dev.outcrop.wire.error.ValidationException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import static dev.outcrop.families.schema.Schema.integer;
import static dev.outcrop.families.schema.Schema.listOf;
import static dev.outcrop.families.schema.Schema.nonEmptyText;
import static dev.outcrop.families.schema.Schema.number;
import static dev.outcrop.families.schema.Schema.object;
import static dev.outcrop.families.schema.Schema.text;

/**
 * Meta Llama: a prompt used verbatim, a generation with its token counts.
 *
 * <p>Fields, ranges and defaults: Amazon Bedrock user guide, "Meta Llama models"; bodies and chunks as recorded.
 */
public final class LlamaFamily implements Family {

    /** Longer answers are documented for 3.1 and later only, through profiles; one limit serves old and new. */
    private static final int MOST_TOKENS_3_1 = 8_192;

    private static final int MOST_TOKENS = 2_048;
    private static final int STANDARD_TOKENS = 512;

    @Override
    public Invocation parse(InvocationContext context, JsonNode body) {
        Violations.check(schema(context.modelId()), body);
        Unsupported.images(!body.path("images").isEmpty());
        Sampling sampling = Sampling.of(Bodies.number(body, "temperature", 0.5), 0, Bodies.number(body, "top_p", 0.9));
        PromptText prompt = PromptText.of(
                body.path("prompt").stringValue(),
                HeaderTemplate.LLAMA_3,
                HeaderTemplate.LLAMA_4,
                InstructionTemplate.INSTANCE);
        return new Llama(context, prompt, sampling, Bodies.integer(body, "max_gen_len", STANDARD_TOKENS));
    }

    private static Schema schema(String modelId) {
        boolean old = modelId.startsWith("meta.llama2") || modelId.startsWith("meta.llama3-8b")
                || modelId.startsWith("meta.llama3-70b");
        return object()
                .required("prompt", nonEmptyText())
                .optional("temperature", number("0", "1"))
                .optional("top_p", number("0", "1"))
                .optional("max_gen_len", integer(1, old ? MOST_TOKENS : MOST_TOKENS_3_1))
                .optional("images", listOf(text()))
                .closed();
    }

    private static final class Llama extends GeneratedText {

        Llama(InvocationContext context, PromptText prompt, Sampling sampling, int maxTokens) {
            super(context, prompt, sampling, maxTokens, List.of());
        }

        private Llama(InvocationContext context, PromptText prompt, GenerationRequest generation) {
            super(context, prompt, generation);
        }

        @Override
        protected TextInvocation with(PromptText other) {
            return new Llama(context(), other, generation());
        }

        @Override
        public byte[] body(String text, GenerationResult result) {
            return json(text, result.promptTokens(), result.outputTokens(), stopReason(result));
        }

        @Override
        public byte[] blockedBody(String message) {
            return json(message, 0, 0, "stop");
        }

        @Override
        public ChunkWriter chunks(ChunkSink sink) {
            return new LlamaChunks(sink);
        }

        @Override
        public void blockedChunks(String message, ChunkSink sink) {
            sink.chunk(json(message, 0, 0, "stop"), ChunkSink.Role.LAST);
        }

        @Override
        public ServiceException promptTooLong(PromptTooLongException cause) {
            return new ValidationException("This model's maximum context length is " + cause.contextLength()
                    + " tokens. Please reduce the length of the prompt");
        }
    }

    /** One chunk per token; the prompt's count only in the first, the reason only in the last. */
    private static final class LlamaChunks implements ChunkWriter {
        private final ChunkSink sink;
        private @Nullable Integer promptTokens;

        LlamaChunks(ChunkSink sink) {
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
            sink.chunk(json("", takePromptTokens(), result.outputTokens(), stopReason(result)), ChunkSink.Role.LAST);
        }

        private @Nullable Integer takePromptTokens() {
            Integer taken = promptTokens;
            promptTokens = null;
            return taken;
        }
    }

    private static String stopReason(GenerationResult result) {
        return result.stopReason() == StopReason.MAX_TOKENS || result.stopReason() == StopReason.CONTEXT_FULL
                ? "length"
                : "stop";
    }

    private static byte[] json(
            String generation, @Nullable Integer promptTokens, int generatedTokens, @Nullable String stopReason) {
        return JsonText.object(json -> {
            json.writeStringProperty("generation", generation);
            if (promptTokens == null) {
                json.writeNullProperty("prompt_token_count");
            } else {
                json.writeNumberProperty("prompt_token_count", promptTokens);
            }
            json.writeNumberProperty("generation_token_count", generatedTokens);
            if (stopReason == null) {
                json.writeNullProperty("stop_reason");
            } else {
                json.writeStringProperty("stop_reason", stopReason);
            }
        });
    }
}
