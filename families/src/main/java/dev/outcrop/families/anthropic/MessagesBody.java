package dev.outcrop.families.anthropic;

import java.util.random.RandomGenerator;

import dev.outcrop.families.Bodies;
import dev.outcrop.families.ChunkSink;
import dev.outcrop.families.ChunkWriter;
import dev.outcrop.families.GeneratedText;
import dev.outcrop.families.Invocation;
import dev.outcrop.families.InvocationContext;
import dev.outcrop.families.TextInvocation;
import dev.outcrop.families.Unsupported;
import dev.outcrop.families.prompt.PromptText;
import dev.outcrop.families.schema.Schema;
import dev.outcrop.families.tool.OneCall;
import dev.outcrop.inference.Answer;
import dev.outcrop.inference.AnswerShape;
import dev.outcrop.inference.GenerationRequest;
import dev.outcrop.inference.GenerationResult;
import dev.outcrop.inference.PromptTooLongException;
import dev.outcrop.inference.Reasoning;
import dev.outcrop.inference.Sampling;
import dev.outcrop.inference.Tools;
import dev.outcrop.wire.error.ServiceException;
import dev.outcrop.wire.error.ValidationException;
import tools.jackson.databind.JsonNode;

import static dev.outcrop.families.schema.Schema.integer;
import static dev.outcrop.families.schema.Schema.integerFrom;
import static dev.outcrop.families.schema.Schema.listOf;
import static dev.outcrop.families.schema.Schema.object;
import static dev.outcrop.families.schema.Schema.oneOf;
import static dev.outcrop.families.schema.Schema.text;

/** A request in the Messages format. */
final class MessagesBody extends GeneratedText {

    private static final int MOST_STOP_SEQUENCES = 8_191;

    static final Schema SCHEMA = object()
            .required("anthropic_version", oneOf("bedrock-2023-05-31"))
            .required("max_tokens", integerFrom(1))
            .required("messages", listOf(message()))
            .optional("system", new Schema.Either(text(), listOf(object().optional("text", text()).open())))
            .optional("temperature", new Schema.Numeric(null, null, false, false))
            .optional("top_p", new Schema.Numeric(null, null, false, false))
            .optional("top_k", integer(0, 500))
            .optional("stop_sequences", listOf(text(), MOST_STOP_SEQUENCES))
            .optional("tools", ClaudeTools.TOOLS)
            .optional("tool_choice", ClaudeTools.CHOICE)
            .optional("thinking", Thinking.SCHEMA)
            .optional("anthropic_beta", listOf(text()))
            .optional("metadata", object().open())
            .closed();

    private static Schema message() {
        return object()
                .required("role", oneOf("user", "assistant"))
                .required("content", new Schema.Either(text(), listOf(object().required("type", text()).open())))
                .closed();
    }

    private final String id;
    private final RandomGenerator random;

    private MessagesBody(
            InvocationContext context,
            PromptText prompt,
            GenerationRequest generation,
            String id,
            RandomGenerator random) {
        super(context, prompt, generation);
        this.id = id;
        this.random = random;
    }

    static Invocation parse(InvocationContext context, JsonNode body, RandomGenerator random) {
        int maxTokens = Bodies.integer(body, "max_tokens", 1);
        checkSampling(context.modelId(), body, maxTokens);
        Tools tools = ClaudeTools.read(body);
        if (!tools.isEmpty() && ClaudeModel.hasCompletions(context.modelId())) {
            throw Unsupported.tools();
        }
        Reasoning reasoning = Thinking.read(context.modelId(), body, maxTokens, tools);
        PromptText prompt = PromptText.chat(
                Messages.read(context.modelId(), body, tools, reasoning.mode() == Reasoning.Mode.APART), tools);
        MessagesBody invocation = new MessagesBody(
                context,
                prompt,
                new GenerationRequest(
                        prompt.prompt(),
                        Sampling.of(
                                Bodies.number(body, "temperature", 1),
                                Bodies.integer(body, "top_k", 0),
                                Bodies.number(body, "top_p", 0.999)),
                        maxTokens,
                        Bodies.stops(body, "stop_sequences"),
                        AnswerShape.TEXT,
                        reasoning),
                MessagesJson.newId(random),
                random);
        return ClaudeTools.wantsOneCall(body) ? new OneCall(invocation) : invocation;
    }

    private static void checkSampling(String modelId, JsonNode body, int maxTokens) {
        range(body, "temperature");
        range(body, "top_p");
        if (ClaudeModel.takesOneOfTemperatureAndTopP(modelId)
                && body.path("temperature").isNumber()
                && body.path("top_p").isNumber()) {
            throw new ValidationException("`temperature` and `top_p` cannot both be specified for this model."
                    + " Please use only one.");
        }
        int most = ClaudeModel.mostTokens(modelId);
        if (maxTokens > most) {
            throw new ValidationException("max_tokens: " + maxTokens + " > " + most
                    + ", which is the maximum allowed number of output tokens for " + ClaudeModel.name(modelId));
        }
    }

    private static void range(JsonNode body, String key) {
        double value = Bodies.number(body, key, 0);
        if (value < 0 || value > 1) {
            throw new ValidationException(key + ": range: 0..1");
        }
    }

    @Override
    protected TextInvocation with(PromptText other) {
        return new MessagesBody(context(), other, generation(), id, random);
    }

    @Override
    public byte[] body(Answer answer, GenerationResult result) {
        return MessagesJson.message(id, ClaudeModel.name(context().modelId()), answer, result, random);
    }

    @Override
    public byte[] blockedBody(String message) {
        return MessagesJson.blocked(id, context().requestedModelId(), message, random);
    }

    @Override
    public ChunkWriter chunks(ChunkSink sink) {
        return new MessagesChunks(sink, id, ClaudeModel.name(context().modelId()), random);
    }

    @Override
    public void blockedChunks(String message, ChunkSink sink) {
        MessagesChunks.blocked(sink, id, context().requestedModelId(), random, message);
    }

    @Override
    public ServiceException promptTooLong(PromptTooLongException cause) {
        return new ValidationException("Input is too long for requested model.");
    }
}
