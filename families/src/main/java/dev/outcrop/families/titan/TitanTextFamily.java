package dev.outcrop.families.titan;

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
import dev.outcrop.families.prompt.DialogTemplate;
import dev.outcrop.families.prompt.PromptText;
import dev.outcrop.families.schema.Violations;
import dev.outcrop.inference.Answer;
import dev.outcrop.inference.GenerationRequest;
import dev.outcrop.inference.GenerationResult;
import dev.outcrop.inference.Message;
import dev.outcrop.inference.Prompt;
import dev.outcrop.inference.PromptTooLongException;
import dev.outcrop.inference.Sampling;
import dev.outcrop.wire.error.ServiceException;
import dev.outcrop.wire.error.ValidationException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

import static dev.outcrop.families.schema.Schema.integer;
import static dev.outcrop.families.schema.Schema.listOf;
import static dev.outcrop.families.schema.Schema.matching;
import static dev.outcrop.families.schema.Schema.number;
import static dev.outcrop.families.schema.Schema.numberAbove;
import static dev.outcrop.families.schema.Schema.object;
import static dev.outcrop.families.schema.Schema.textUpTo;

/**
 * Amazon Titan Text: an input text, results with token counts.
 *
 * <p>An input that is written as {@code User: ...\nBot:} is a conversation; any other is one user's message. Fields,
 * ranges and defaults: Amazon Bedrock user guide, "Amazon Titan Text models"; bodies and chunks as recorded.
 */
public final class TitanTextFamily implements Family {

    /** What a stop sequence may be. */
    private static final String STOP_PATTERN = "^(\\|+|User:)$";

    private static final int EXPRESS_CHARACTERS = 42_000;
    private static final int STANDARD_TOKENS = 512;

    @Override
    public Invocation parse(InvocationContext context, JsonNode body) {
        String modelId = context.modelId();
        Violations.check(
                object()
                        .required("inputText",
                                textUpTo(modelId.contains("express") ? EXPRESS_CHARACTERS : Integer.MAX_VALUE))
                        .optional(
                                "textGenerationConfig",
                                object()
                                        .optional("temperature", number("0", "1"))
                                        .optional("topP", numberAbove("0", "1"))
                                        .optional("maxTokenCount", integer(0, mostTokens(modelId)))
                                        .optional("stopSequences", listOf(matching(STOP_PATTERN)))
                                        .closed())
                        .closed(),
                body);
        JsonNode config = body.path("textGenerationConfig");
        String input = body.path("inputText").stringValue();
        PromptText dialog = PromptText.of(input, DialogTemplate.USER_BOT);
        PromptText prompt = dialog.prompt() instanceof Prompt.Chat
                ? dialog
                : PromptText.chat(List.of(new Message(Message.Role.USER, input)));
        return new Titan(
                context,
                prompt,
                Sampling.of(Bodies.number(config, "temperature", 0.7), 0, Bodies.number(config, "topP", 0.9)),
                Bodies.integer(config, "maxTokenCount", STANDARD_TOKENS),
                Bodies.stops(config, "stopSequences"));
    }

    private static int mostTokens(String modelId) {
        if (modelId.contains("premier")) {
            return 3_072;
        }
        return modelId.contains("lite") ? 4_096 : 8_192;
    }

    private static final class Titan extends GeneratedText {

        Titan(InvocationContext context, PromptText prompt, Sampling sampling, int maxTokens, List<String> stop) {
            super(context, prompt, sampling, maxTokens, stop);
        }

        private Titan(InvocationContext context, PromptText prompt, GenerationRequest generation) {
            super(context, prompt, generation);
        }

        @Override
        protected TextInvocation with(PromptText other) {
            return new Titan(context(), other, generation());
        }

        @Override
        public byte[] body(Answer answer, GenerationResult result) {
            String text = answer.text();
            return whole(text, result.promptTokens(), result.outputTokens(), reason(result));
        }

        @Override
        public byte[] blockedBody(String message) {
            return whole(message, 0, 0, "FINISH");
        }

        @Override
        public ChunkWriter chunks(ChunkSink sink) {
            return new TitanChunks(sink);
        }

        @Override
        public void blockedChunks(String message, ChunkSink sink) {
            sink.chunk(chunk(message, 0, 0, "FINISH"), ChunkSink.Role.LAST);
        }

        @Override
        public ServiceException promptTooLong(PromptTooLongException cause) {
            // The trailing space is the service's.
            return new ValidationException("400 Bad Request: Too many input tokens. Max input tokens: "
                    + cause.contextLength() + ", request input token count: " + cause.promptTokens() + " ");
        }
    }

    /**
     * The last chunk carries text and the reason together, so each token waits for the next one: one token's time of
     * delay for a stream that ends as the service's does.
     */
    private static final class TitanChunks implements ChunkWriter {
        private final ChunkSink sink;
        private String waiting = "";
        private @Nullable Integer promptTokens;

        TitanChunks(ChunkSink sink) {
            this.sink = sink;
        }

        @Override
        public void start(int tokens) {
            promptTokens = tokens;
        }

        @Override
        public void text(String text, int outputTokens) {
            if (text.isEmpty()) {
                return;
            }
            if (!waiting.isEmpty()) {
                sink.chunk(chunk(waiting, takePromptTokens(), null, null), ChunkSink.Role.TEXT);
            }
            waiting = text;
        }

        @Override
        public void end(GenerationResult result) {
            sink.chunk(
                    chunk(waiting, takePromptTokens(), result.outputTokens(), reason(result)), ChunkSink.Role.LAST);
        }

        private @Nullable Integer takePromptTokens() {
            Integer taken = promptTokens;
            promptTokens = null;
            return taken;
        }
    }

    private static String reason(GenerationResult result) {
        return switch (result.stopReason()) {
            case END_OF_TURN, TOOL_CALLS -> "FINISH";
            case MAX_TOKENS, CONTEXT_FULL -> "LENGTH";
            case STOP_SEQUENCE -> "STOP_CRITERIA_MET";
            case CONTENT_FILTERED -> "CONTENT_FILTERED";
        };
    }

    private static byte[] whole(String text, int promptTokens, int outputTokens, String reason) {
        return JsonText.object(json -> {
            json.writeNumberProperty("inputTextTokenCount", promptTokens);
            json.writeArrayPropertyStart("results");
            json.writeStartObject();
            json.writeNumberProperty("tokenCount", outputTokens);
            json.writeStringProperty("outputText", text);
            json.writeStringProperty("completionReason", reason);
            json.writeEndObject();
            json.writeEndArray();
        });
    }

    /** Key order as recorded: a chunk that is first and last has its input count behind the reason. */
    private static byte[] chunk(
            String text, @Nullable Integer promptTokens, @Nullable Integer totalTokens, @Nullable String reason) {
        return JsonText.object(json -> {
            json.writeStringProperty("outputText", text);
            json.writeNumberProperty("index", 0);
            if (totalTokens != null && reason != null) {
                json.writeNumberProperty("totalOutputTextTokenCount", totalTokens);
                json.writeStringProperty("completionReason", reason);
            }
            writeCount(json, promptTokens);
        });
    }

    private static void writeCount(JsonGenerator json, @Nullable Integer promptTokens) {
        if (promptTokens != null) {
            json.writeNumberProperty("inputTextTokenCount", promptTokens);
        }
    }
}
