package dev.outcrop.families.chat;

import java.time.InstantSource;
import java.util.function.Function;
import java.util.random.RandomGenerator;

import dev.outcrop.families.AnswerFormat;
import dev.outcrop.families.Family;
import dev.outcrop.families.Ids;
import dev.outcrop.families.Invocation;
import dev.outcrop.families.InvocationContext;
import dev.outcrop.families.Unsupported;
import dev.outcrop.families.prompt.PromptText;
import dev.outcrop.families.schema.Violations;
import dev.outcrop.wire.error.ValidationException;
import tools.jackson.databind.JsonNode;

import static dev.outcrop.families.schema.Schema.text;

/**
 * Bodies with {@code messages} in OpenAI's shape, and the answers that the providers give to them.
 *
 * <p>Unknown members are passed over, as the servers behind these models do. The words for values out of range are not
 * recorded; those of the schema validator stand in.
 */
public final class ChatFamily implements Family {
    private static final int ID_CHARACTERS = 22;

    private static final int MOST_IMAGES = 20;
    private static final int MOST_IMAGES_MISTRAL = 10;

    private final ChatFields fields;
    private final Thoughts thoughts;
    private final Function<InvocationContext, AnswerFormat> answer;

    private ChatFamily(ChatFields fields, Thoughts thoughts, Function<InvocationContext, AnswerFormat> answer) {
        this.fields = fields;
        this.thoughts = thoughts;
        this.answer = answer;
    }

    /**
     * The open-weight models: Qwen, Gemma, DeepSeek V3, MiniMax, Kimi, GLM, Nemotron, Ministral and their kin.
     *
     * @param random source of answer ids; must be thread-safe
     * @param time source of {@code created}
     */
    public static ChatFamily openWeight(RandomGenerator random, InstantSource time) {
        return new ChatFamily(
                ChatFields.OPEN,
                Thoughts.ON_REQUEST,
                context -> new OpenAiAnswer(newId(random), time.instant().getEpochSecond(), context.modelId(), false));
    }

    /** OpenAI's own gpt-oss. */
    public static ChatFamily gptOss(RandomGenerator random, InstantSource time) {
        return new ChatFamily(
                ChatFields.OPEN,
                Thoughts.TAGGED,
                context -> new OpenAiAnswer(newId(random), time.instant().getEpochSecond(), context.modelId(), true));
    }

    /** Imported models in the chat schema: as OpenAI's, without the model's name. */
    public static ChatFamily imported(RandomGenerator random, InstantSource time) {
        return new ChatFamily(
                ChatFields.OPEN,
                Thoughts.ON_REQUEST,
                context -> VendorChatAnswer.imported(newId(random), time.instant().getEpochSecond()));
    }

    /** Writer Palmyra. */
    public static ChatFamily writer(RandomGenerator random, InstantSource time) {
        return new ChatFamily(
                ChatFields.WRITER,
                Thoughts.ON_REQUEST,
                context -> VendorChatAnswer
                        .writer(newId(random), time.instant().getEpochSecond(), context.modelId()));
    }

    /** AI21 Jamba. */
    public static ChatFamily jamba(RandomGenerator random, InstantSource time) {
        return new ChatFamily(
                ChatFields.JAMBA,
                Thoughts.IN_TEXT,
                context -> new JambaAnswer(
                        "chat-" + Ids.base62(random, ID_CHARACTERS), context.modelId(), time, time.instant()));
    }

    /** Mistral Large, Small and Pixtral. */
    public static ChatFamily mistral() {
        return new ChatFamily(ChatFields.MISTRAL, Thoughts.IN_TEXT, context -> StopReasonAnswer.MISTRAL_CHAT);
    }

    /** The chat schema with the fields of open models, and answers in a form of the caller's. */
    public static ChatFamily answeredBy(AnswerFormat answer) {
        return new ChatFamily(ChatFields.OPEN, Thoughts.APART, context -> answer);
    }

    private static String newId(RandomGenerator random) {
        return "chatcmpl-" + Ids.base62(random, ID_CHARACTERS);
    }

    @Override
    public Invocation parse(InvocationContext context, JsonNode given) {
        JsonNode body = fields.read(given);
        Violations.check(
                fields.schema().required("messages", ChatMessages.SCHEMA).optional("model", text()).open(), body);
        checkAgainstUrl(context, body);
        // Only Jamba has them; other servers pass over them, but what is asked of them would be lost.
        Unsupported.field("documents", !body.path("documents").isEmpty());
        int mostImages = fields.equals(ChatFields.MISTRAL) ? MOST_IMAGES_MISTRAL : MOST_IMAGES;
        PromptText prompt = PromptText.chat(
                ChatMessages.read(body.path("messages"), mostImages, thoughts.tagged()), ChatTools.read(body));
        return fields.invocation(context, prompt, body, answer.apply(context), thoughts.read(body));
    }

    /** {@code model} and {@code stream} may be there, and must say what the URL says. */
    static void checkAgainstUrl(InvocationContext context, JsonNode body) {
        String model = body.path("model").asString(context.modelId());
        if (!model.equals(context.modelId()) && !model.equals(context.requestedModelId())) {
            throw new ValidationException("The model in the request body does not match the model ID in the URL.");
        }
        JsonNode stream = body.path("stream");
        if (stream.isBoolean() && stream.booleanValue() != context.streaming()) {
            throw new ValidationException("The stream field in the request body does not match the operation.");
        }
    }
}
