package dev.outcrop.families.anthropic;

import java.util.List;
import java.util.regex.Pattern;

import dev.outcrop.families.Bodies;
import dev.outcrop.families.ChunkSink;
import dev.outcrop.families.ChunkWriter;
import dev.outcrop.families.Finish;
import dev.outcrop.families.GeneratedText;
import dev.outcrop.families.Invocation;
import dev.outcrop.families.InvocationContext;
import dev.outcrop.families.JsonText;
import dev.outcrop.families.TextInvocation;
import dev.outcrop.families.prompt.DialogTemplate;
import dev.outcrop.families.prompt.PromptText;
import dev.outcrop.families.schema.Schema;
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
import tools.jackson.databind.JsonNode;

import static dev.outcrop.families.schema.Schema.integer;
import static dev.outcrop.families.schema.Schema.listOf;
import static dev.outcrop.families.schema.Schema.nonEmptyText;
import static dev.outcrop.families.schema.Schema.number;
import static dev.outcrop.families.schema.Schema.object;
import static dev.outcrop.families.schema.Schema.text;

/** Text completions: a prompt in {@code Human:}/{@code Assistant:} turns. */
final class CompletionBody extends GeneratedText {

    static final Schema SCHEMA = object()
            .required("prompt", nonEmptyText())
            .required("max_tokens_to_sample", integer(0, 8_191))
            .optional("temperature", number("0", "1"))
            .optional("top_p", number("0", "1"))
            .optional("top_k", integer(0, 500))
            .optional("stop_sequences", listOf(text()))
            .optional("anthropic_version", text())
            .closed();

    /** Always in force, and what a natural end is reported as. */
    private static final String HUMAN = "\n\nHuman:";

    private static final String ASSISTANT = "\n\nAssistant:";

    /** Late builds of the service took a last turn on the same line. */
    private static final Pattern SAME_LINE_ASSISTANT = Pattern.compile("[ \\n]Assistant:\\s*$");

    private CompletionBody(
            InvocationContext context, PromptText prompt, Sampling sampling, int maxTokens, List<String> stop) {
        super(context, prompt, sampling, maxTokens, stop);
    }

    private CompletionBody(InvocationContext context, PromptText prompt, GenerationRequest generation) {
        super(context, prompt, generation);
    }

    static Invocation parse(InvocationContext context, JsonNode body) {
        List<String> stop = Bodies.stops(body, "stop_sequences");
        stop.add(HUMAN);
        return new CompletionBody(
                context,
                prompt(body.path("prompt").stringValue()),
                Sampling.of(
                        Bodies.number(body, "temperature", 1),
                        Bodies.integer(body, "top_k", 250),
                        Bodies.number(body, "top_p", 1)),
                Bodies.integer(body, "max_tokens_to_sample", 200),
                stop);
    }

    private static PromptText prompt(String text) {
        String turns = SAME_LINE_ASSISTANT.matcher(text).replaceFirst(ASSISTANT);
        if (!turns.startsWith("Human:") && !turns.startsWith("\nHuman:") && !turns.contains(HUMAN)) {
            throw new ValidationException(
                    "prompt must start with \"\n\nHuman:\" turn after an optional system prompt");
        }
        PromptText prompt = PromptText.of(turns, DialogTemplate.HUMAN_ASSISTANT);
        if (!(prompt.prompt() instanceof Prompt.Chat)) {
            throw new ValidationException("prompt must end with \"\n\nAssistant:\" turn");
        }
        return prompt;
    }

    @Override
    protected TextInvocation with(PromptText other) {
        return new CompletionBody(context(), other, generation());
    }

    /** A completion begins with the space that follows "Assistant:", unless the prompt has begun it already. */
    private String lead() {
        boolean begun = generation().prompt() instanceof Prompt.Chat(List<Message> messages, var _)
                && messages.getLast().role() == Message.Role.ASSISTANT;
        return begun ? "" : " ";
    }

    @Override
    public byte[] body(Answer answer, GenerationResult result) {
        String text = answer.text();
        return json(lead() + text, stopReason(result), stop(result));
    }

    @Override
    public byte[] blockedBody(String message) {
        return json(message, null, null);
    }

    @Override
    public byte[] blockedAnswer(String message, GenerationResult result) {
        return json(message, null, null);
    }

    @Override
    public ChunkWriter chunks(ChunkSink sink) {
        return new ChunkWriter() {
            private String before = lead();

            @Override
            public void start(int promptTokens) {}

            @Override
            public void text(String text, int outputTokens) {
                if (!text.isEmpty()) {
                    sink.chunk(json(before + text, null, null), ChunkSink.Role.TEXT);
                    before = "";
                }
            }

            @Override
            public void end(GenerationResult result) {
                sink.chunk(json("", stopReason(result), stop(result)), ChunkSink.Role.LAST);
            }

            @Override
            public void endBlocked(String message, GenerationResult result) {
                before = "";
                text(message, result.outputTokens());
                end(Finish.blocked(result));
            }
        };
    }

    @Override
    public void blockedChunks(String message, ChunkSink sink) {
        sink.chunk(json(message, "stop_sequence", HUMAN), ChunkSink.Role.LAST);
    }

    @Override
    public ServiceException promptTooLong(PromptTooLongException cause) {
        return new ValidationException("Input is too long for requested model.");
    }

    private static String stopReason(GenerationResult result) {
        return switch (result.stopReason()) {
            case END_OF_TURN, STOP_SEQUENCE, TOOL_CALLS, CONTENT_FILTERED -> "stop_sequence";
            case MAX_TOKENS, CONTEXT_FULL -> "max_tokens";
        };
    }

    private static @Nullable String stop(GenerationResult result) {
        return switch (result.stopReason()) {
            case END_OF_TURN, TOOL_CALLS, CONTENT_FILTERED -> HUMAN;
            case STOP_SEQUENCE -> result.stopSequence();
            case MAX_TOKENS, CONTEXT_FULL -> null;
        };
    }

    private static byte[] json(String completion, @Nullable String stopReason, @Nullable String stop) {
        return JsonText.object(json -> {
            json.writeStringProperty("type", "completion");
            json.writeStringProperty("completion", completion);
            JsonText.nullable(json, "stop_reason", stopReason);
            JsonText.nullable(json, "stop", stop);
        });
    }
}
