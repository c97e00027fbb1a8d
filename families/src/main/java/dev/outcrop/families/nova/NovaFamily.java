package dev.outcrop.families.nova;

import java.util.Locale;
import java.util.random.RandomGenerator;

import dev.outcrop.families.Bodies;
import dev.outcrop.families.Family;
import dev.outcrop.families.FormattedText;
import dev.outcrop.families.Invocation;
import dev.outcrop.families.InvocationContext;
import dev.outcrop.families.prompt.PromptText;
import dev.outcrop.families.schema.Schema;
import dev.outcrop.families.schema.Violations;
import dev.outcrop.inference.AnswerShape;
import dev.outcrop.inference.GenerationRequest;
import dev.outcrop.inference.Reasoning;
import dev.outcrop.inference.Sampling;
import dev.outcrop.inference.Tools;
import tools.jackson.databind.JsonNode;

import static dev.outcrop.families.schema.Schema.integer;
import static dev.outcrop.families.schema.Schema.listOf;
import static dev.outcrop.families.schema.Schema.number;
import static dev.outcrop.families.schema.Schema.object;
import static dev.outcrop.families.schema.Schema.oneOf;
import static dev.outcrop.families.schema.Schema.text;

/**
 * Amazon Nova's understanding models, schema {@code messages-v1}.
 *
 * <p>Fields, ranges and defaults: Amazon Nova user guide, "Complete request schema"; bodies and chunks as recorded. The
 * default of {@code maxTokens} is documented as dynamic: here it is the model's most.
 */
public final class NovaFamily implements Family {
    private static final int MOST_TOKENS = 10_000;
    private static final int MOST_TOKENS_NOVA_2 = 65_535;
    private static final int MOST_TOP_K = 128;

    private final RandomGenerator random;

    /** @param random source of the ids of calls; must be thread-safe */
    public NovaFamily(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public Invocation parse(InvocationContext context, JsonNode body) {
        boolean nova2 = context.modelId().startsWith("amazon.nova-2-");
        int most = nova2 ? MOST_TOKENS_NOVA_2 : MOST_TOKENS;
        Violations.check(schema(nova2, most), body);
        JsonNode config = body.path("inferenceConfig");
        Tools tools = NovaTools.read(body.path("toolConfig"));
        PromptText prompt = PromptText.chat(NovaMessages.read(body, !tools.isEmpty()), tools);
        Sampling sampling = Sampling.of(
                Bodies.number(config, "temperature", 0.7),
                Bodies.integer(config, "topK", Bodies.integer(config, "top_k", 0)),
                Bodies.number(config, "topP", Bodies.number(config, "top_p", 0.9)));
        JsonNode thinking = config.has("reasoningConfig")
                ? config.path("reasoningConfig")
                : body.path("reasoningConfig");
        return new FormattedText(
                context,
                prompt,
                new GenerationRequest(
                        prompt.prompt(),
                        sampling,
                        Bodies.integer(config, "maxTokens", Bodies.integer(config, "max_new_tokens", most)),
                        Bodies.stops(config, "stopSequences"),
                        AnswerShape.TEXT,
                        reasoning(thinking)),
                new NovaAnswer(random));
    }

    private static Reasoning reasoning(JsonNode config) {
        if (!config.path("type").asString("disabled").equals("enabled")) {
            return Reasoning.OFF;
        }
        String effort = config.path("maxReasoningEffort").asString("medium");
        return new Reasoning(Reasoning.Mode.valueOf(effort.toUpperCase(Locale.ROOT)), 0);
    }

    private static Schema schema(boolean nova2, int mostTokens) {
        Schema.FieldsBuilder config = object()
                .optional("maxTokens", integer(1, mostTokens))
                .optional("max_new_tokens", integer(1, mostTokens))
                .optional("temperature", number("0", "1"))
                .optional("topP", number("0", "1"))
                .optional("top_p", number("0", "1"))
                .optional("topK", integer(0, MOST_TOP_K))
                .optional("top_k", integer(0, MOST_TOP_K))
                .optional("stopSequences", listOf(text()));
        Schema.FieldsBuilder body = object().required("messages", NovaMessages.MESSAGES)
                .optional("schemaVersion", oneOf("messages-v1"))
                .optional("system", NovaMessages.SYSTEM)
                .optional("toolConfig", NovaTools.CONFIG);
        if (nova2) {
            Schema reasoning = object()
                    .required("type", oneOf("enabled", "disabled"))
                    .optional("maxReasoningEffort", oneOf("low", "medium", "high"))
                    .closed();
            config.optional("reasoningConfig", reasoning);
            body.optional("reasoningConfig", reasoning);
        }
        return body.optional("inferenceConfig", config.closed()).closed();
    }
}
