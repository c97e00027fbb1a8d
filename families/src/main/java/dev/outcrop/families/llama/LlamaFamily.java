package dev.outcrop.families.llama;

import java.util.List;

import dev.outcrop.families.Bodies;
import dev.outcrop.families.Family;
import dev.outcrop.families.FormattedText;
import dev.outcrop.families.Invocation;
import dev.outcrop.families.InvocationContext;
import dev.outcrop.families.image.PromptImages;
import dev.outcrop.families.prompt.HeaderTemplate;
import dev.outcrop.families.prompt.InstructionTemplate;
import dev.outcrop.families.prompt.PromptText;
import dev.outcrop.families.schema.Schema;
import dev.outcrop.families.schema.Violations;
import dev.outcrop.inference.Sampling;
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

    private static final Schema OLD_MODEL = fields(MOST_TOKENS).closed();
    private static final Schema MODEL = fields(MOST_TOKENS_3_1).closed();
    private static final Schema SEEING_MODEL = seeing().closed();
    private static final Schema IMPORTED = seeing().open();

    private final boolean imported;

    /** Meta's own models. */
    public LlamaFamily() {
        this(false);
    }

    private LlamaFamily(boolean imported) {
        this.imported = imported;
    }

    /** Imported models in the same schema: other members are passed over, and answers have no log-probabilities. */
    public static LlamaFamily imported() {
        return new LlamaFamily(true);
    }

    @Override
    public Invocation parse(InvocationContext context, JsonNode body) {
        Violations.check(schema(context.modelId()), body);
        Sampling sampling = Sampling.of(Bodies.number(body, "temperature", 0.5), 0, Bodies.number(body, "top_p", 0.9));
        PromptText prompt = PromptText.of(
                body.path("prompt").stringValue(),
                HeaderTemplate.LLAMA_3,
                HeaderTemplate.LLAMA_4,
                InstructionTemplate.INSTANCE);
        return new FormattedText(
                context,
                prompt.withImages(PromptImages.read(body)),
                sampling,
                Bodies.integer(body, "max_gen_len", STANDARD_TOKENS),
                List.of(),
                new LlamaAnswer(imported));
    }

    private static boolean isOld(String modelId) {
        return modelId.startsWith("meta.llama2") || modelId.startsWith("meta.llama3-8b")
                || modelId.startsWith("meta.llama3-70b");
    }

    private Schema schema(String modelId) {
        if (imported) {
            return IMPORTED;
        }
        return sees(modelId) ? SEEING_MODEL : isOld(modelId) ? OLD_MODEL : MODEL;
    }

    private static Schema.FieldsBuilder fields(int mostTokens) {
        return object()
                .required("prompt", nonEmptyText())
                .optional("temperature", number("0", "1"))
                .optional("top_p", number("0", "1"))
                .optional("max_gen_len", integer(1, mostTokens));
    }

    private static Schema.FieldsBuilder seeing() {
        return fields(MOST_TOKENS_3_1).optional("images", listOf(text()));
    }

    private static boolean sees(String modelId) {
        return modelId.startsWith("meta.llama4") || modelId.startsWith("meta.llama3-2-11b")
                || modelId.startsWith("meta.llama3-2-90b");
    }
}
