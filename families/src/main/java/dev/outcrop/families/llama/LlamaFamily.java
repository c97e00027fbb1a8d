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
    private static final String SEEING = "meta.llama4";

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
        Violations.check(imported ? fields(SEEING).open() : fields(context.modelId()).closed(), body);
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

    private static Schema.FieldsBuilder fields(String modelId) {
        Schema.FieldsBuilder fields = object()
                .required("prompt", nonEmptyText())
                .optional("temperature", number("0", "1"))
                .optional("top_p", number("0", "1"))
                .optional("max_gen_len", integer(1, isOld(modelId) ? MOST_TOKENS : MOST_TOKENS_3_1));
        return sees(modelId) ? fields.optional("images", listOf(text())) : fields;
    }

    private static boolean sees(String modelId) {
        return modelId.startsWith(SEEING) || modelId.startsWith("meta.llama3-2-11b")
                || modelId.startsWith("meta.llama3-2-90b");
    }
}
