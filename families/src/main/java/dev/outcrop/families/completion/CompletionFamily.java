package dev.outcrop.families.completion;

import java.time.InstantSource;
import java.util.function.Function;
import java.util.random.RandomGenerator;

import dev.outcrop.families.AnswerFormat;
import dev.outcrop.families.Family;
import dev.outcrop.families.Ids;
import dev.outcrop.families.Invocation;
import dev.outcrop.families.InvocationContext;
import dev.outcrop.families.Unsupported;
import dev.outcrop.families.chat.ChatFields;
import dev.outcrop.families.chat.StopReasonAnswer;
import dev.outcrop.families.image.PromptImages;
import dev.outcrop.families.prompt.DeepSeekTemplate;
import dev.outcrop.families.prompt.HeaderTemplate;
import dev.outcrop.families.prompt.InstructionTemplate;
import dev.outcrop.families.prompt.PromptText;
import dev.outcrop.families.schema.Violations;
import dev.outcrop.inference.Reasoning;
import tools.jackson.databind.JsonNode;

import static dev.outcrop.families.schema.Schema.listOf;
import static dev.outcrop.families.schema.Schema.nonEmptyText;
import static dev.outcrop.families.schema.Schema.text;

/** A prompt used verbatim, with OpenAI's settings. */
public final class CompletionFamily implements Family {
    private static final int ID_CHARACTERS = 22;

    private final ChatFields fields;
    private final Function<InvocationContext, AnswerFormat> answer;

    private CompletionFamily(ChatFields fields, Function<InvocationContext, AnswerFormat> answer) {
        this.fields = fields;
        this.answer = answer;
    }

    /** DeepSeek-R1. */
    public static CompletionFamily deepSeek() {
        return new CompletionFamily(ChatFields.DEEPSEEK, context -> StopReasonAnswer.DEEPSEEK);
    }

    /**
     * Writer Palmyra with a prompt.
     *
     * @param random source of answer ids; must be thread-safe
     * @param time source of {@code created}
     */
    public static CompletionFamily writer(RandomGenerator random, InstantSource time) {
        return new CompletionFamily(
                ChatFields.WRITER,
                context -> new CompletionAnswer(
                        newId(random), time.instant().getEpochSecond(), context.modelId()));
    }

    /** Imported models in the completion schema. */
    public static CompletionFamily imported(RandomGenerator random, InstantSource time) {
        return new CompletionFamily(
                ChatFields.OPEN,
                context -> new CompletionAnswer(newId(random), time.instant().getEpochSecond(), null));
    }

    private static String newId(RandomGenerator random) {
        return "cmpl-" + Ids.base62(random, ID_CHARACTERS);
    }

    @Override
    public Invocation parse(InvocationContext context, JsonNode given) {
        JsonNode body = fields.read(given);
        Violations.check(
                fields.schema().required("prompt", nonEmptyText()).optional("images", listOf(text()))
                        .optional("model", text()).open(),
                body);
        if (!body.path("tools").isEmpty()) {
            throw Unsupported.tools();
        }
        PromptText prompt = PromptText.of(
                body.path("prompt").stringValue(),
                DeepSeekTemplate.INSTANCE,
                HeaderTemplate.LLAMA_3,
                HeaderTemplate.LLAMA_4,
                InstructionTemplate.INSTANCE);
        return fields.invocation(
                context, prompt.withImages(PromptImages.read(body)), body, answer.apply(context), Reasoning.INLINE);
    }
}
