package dev.outcrop.families.chat;

import java.util.Map;
import java.util.OptionalLong;

import dev.outcrop.families.AnswerFormat;
import dev.outcrop.families.Bodies;
import dev.outcrop.families.FormattedText;
import dev.outcrop.families.InvocationContext;
import dev.outcrop.families.SeveralAnswers;
import dev.outcrop.families.TextInvocation;
import dev.outcrop.families.Unsupported;
import dev.outcrop.families.prompt.PromptText;
import dev.outcrop.families.schema.Schema;
import dev.outcrop.families.tool.OneCall;
import dev.outcrop.inference.GenerationRequest;
import dev.outcrop.inference.Reasoning;
import dev.outcrop.inference.Sampling;
import dev.outcrop.wire.error.ValidationException;
import tools.jackson.databind.JsonNode;

import static dev.outcrop.families.schema.Schema.integer;
import static dev.outcrop.families.schema.Schema.listOf;
import static dev.outcrop.families.schema.Schema.number;
import static dev.outcrop.families.schema.Schema.numberAbove;
import static dev.outcrop.families.schema.Schema.object;
import static dev.outcrop.families.schema.Schema.text;

/**
 * The generation settings of a chat or completion body: ranges and defaults that differ between the models.
 *
 * @param mostTokens the most that {@code max_tokens} may ask for
 * @param standardTokens when the body does not say
 * @param fewestTokens the least that {@code max_tokens} may ask for
 * @param mostTemperature upper bound of {@code temperature}
 * @param mostStops how many stop sequences a list may have
 */
public record ChatFields(
        int fewestTokens,
        int mostTokens,
        int standardTokens,
        String mostTemperature,
        double temperature,
        double topP,
        int mostStops) {

    /** Jamba's bound, which stands for all: each answer is a generation of its own. */
    private static final int MOST_ANSWERS = 16;

    /** What OpenAI-compatible servers take. */
    public static final ChatFields OPEN = new ChatFields(1, 131_072, 4_096, "2", 1, 1, 16);

    /** AI21 Jamba: user guide, "AI21 Labs Jamba models". */
    public static final ChatFields JAMBA = new ChatFields(0, 4_096, 4_096, "2", 1, 1, Integer.MAX_VALUE);

    /** Mistral chat: user guide, "Mistral AI chat completion". */
    public static final ChatFields MISTRAL = new ChatFields(1, 8_192, 8_192, "1", 0.7, 1, 10);

    /** Writer Palmyra: user guide, "Writer AI Palmyra"; its short default is the vendor's. */
    public static final ChatFields WRITER = new ChatFields(1, 8_192, 16, "2", 1, 1, 4);

    /** DeepSeek-R1: user guide, "DeepSeek models". */
    public static final ChatFields DEEPSEEK = new ChatFields(1, 32_768, 8_192, "1", 0.5, 0.9, 10);

    /** A body as the model's server reads it: those of open models and Writer take null for what is not there. */
    public JsonNode read(JsonNode body) {
        return equals(OPEN) || equals(WRITER) ? Nulls.absent(body) : body;
    }

    /** The members that these settings read. */
    public Schema.FieldsBuilder schema() {
        return object()
                .optional("max_tokens", integer(fewestTokens, mostTokens))
                .optional("max_completion_tokens", integer(fewestTokens, mostTokens))
                .optional("temperature", number("0", mostTemperature))
                .optional("top_p", numberAbove("0", "1"))
                .optional("top_k", integer(-1, 1_000_000))
                .optional("stop", new Schema.Either(text(), listOf(text(), mostStops)))
                .optional("n", integer(1, MOST_ANSWERS))
                .optional("seed", new Schema.Numeric(null, null, false, true))
                .optional("frequency_penalty", number("-2", "2"))
                .optional("presence_penalty", number("-2", "2"))
                .optional("tools", ChatTools.TOOLS)
                .optional("tool_choice", ChatTools.CHOICE)
                .optional("parallel_tool_calls", new Schema.Bool())
                .optional("response_format", ResponseFormat.SCHEMA)
                .optional("reasoning_effort", Thoughts.EFFORT);
    }

    /** The invocation of a body that {@link #schema} admits. */
    public TextInvocation invocation(
            InvocationContext context, PromptText prompt, JsonNode body, AnswerFormat format, Reasoning reasoning) {
        int answers = answers(context, body, format);
        FormattedText invocation = new FormattedText(
                context,
                prompt,
                new GenerationRequest(
                        prompt.prompt(),
                        sampling(body),
                        Bodies.integer(
                                body, "max_completion_tokens", Bodies.integer(body, "max_tokens", standardTokens)),
                        Bodies.stops(body, "stop"),
                        ResponseFormat.read(body),
                        reasoning),
                format,
                answers);
        return body.path("parallel_tool_calls").asBoolean(true) ? invocation : new OneCall(invocation);
    }

    private int answers(InvocationContext context, JsonNode body, AnswerFormat format) {
        int answers = Bodies.integer(body, "n", 1);
        if (!(format instanceof SeveralAnswers)) {
            Unsupported.severalAnswers(answers);
        }
        // User guide, "AI21 Labs Jamba models"; its words for it are not recorded.
        if (equals(JAMBA) && answers > 1) {
            refuseSeveral(context.streaming(), "when the answer is streamed");
            refuseSeveral(Bodies.number(body, "temperature", temperature) == 0, "when temperature is 0");
        }
        return answers;
    }

    private static void refuseSeveral(boolean refused, String when) {
        if (refused) {
            throw new ValidationException("n must be 1 " + when + ".");
        }
    }

    private Sampling sampling(JsonNode body) {
        JsonNode seed = body.path("seed");
        return new Sampling(
                Bodies.number(body, "temperature", temperature),
                Math.max(0, Bodies.integer(body, "top_k", 0)),
                Bodies.number(body, "top_p", topP),
                0,
                1,
                Bodies.number(body, "frequency_penalty", 0),
                Bodies.number(body, "presence_penalty", 0),
                Map.of(),
                seed.isNumber() ? OptionalLong.of(seed.bigIntegerValue().longValue()) : OptionalLong.empty());
    }
}
