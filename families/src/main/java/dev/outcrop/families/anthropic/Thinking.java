package dev.outcrop.families.anthropic;

import dev.outcrop.families.Bodies;
import dev.outcrop.families.schema.Schema;
import dev.outcrop.inference.Reasoning;
import dev.outcrop.inference.Tools;
import dev.outcrop.wire.error.ValidationException;
import tools.jackson.databind.JsonNode;

import static dev.outcrop.families.schema.Schema.object;
import static dev.outcrop.families.schema.Schema.oneOf;

/** The member {@code thinking}. */
final class Thinking {
    static final Schema SCHEMA = object()
            .required("type", oneOf("enabled", "disabled", "adaptive"))
            .optional("budget_tokens", new Schema.Numeric(null, null, false, true))
            .optional("display", oneOf("summarized", "omitted"))
            .closed();

    static final String DOCUMENTATION = "https://docs.anthropic.com/en/docs/build-with-claude/extended-thinking";
    private static final int FEWEST_TOKENS = 1_024;

    private Thinking() {}

    static Reasoning read(String modelId, JsonNode body, int maxTokens, Tools tools) {
        JsonNode thinking = body.path("thinking");
        String type = thinking.path("type").asString("disabled");
        if (type.equals("disabled")) {
            return Reasoning.OFF;
        }
        if (!ClaudeModel.thinks(modelId)) {
            throw new ValidationException("thinking: Extra inputs are not permitted");
        }
        int budget = 0;
        if (type.equals("enabled")) {
            budget = budget(thinking, maxTokens);
        } else if (!ClaudeModel.thinksAdaptively(modelId)) {
            throw new ValidationException("adaptive thinking is not supported on this model");
        }
        checkBeside(body, tools);
        return new Reasoning(Reasoning.Mode.APART, budget);
    }

    private static int budget(JsonNode thinking, int maxTokens) {
        if (!thinking.hasNonNull("budget_tokens")) {
            throw new ValidationException("thinking.enabled.budget_tokens: Field required");
        }
        int budget = Bodies.integer(thinking, "budget_tokens", 0);
        if (budget < FEWEST_TOKENS) {
            throw new ValidationException("thinking.enabled.budget_tokens: Input should be greater than or equal to "
                    + FEWEST_TOKENS);
        }
        if (maxTokens <= budget) {
            throw new ValidationException(
                    "`max_tokens` must be greater than `thinking.budget_tokens`. Please consult our"
                            + " documentation at " + DOCUMENTATION + "#max-tokens-and-context-window-size");
        }
        return budget;
    }

    private static void checkBeside(JsonNode body, Tools tools) {
        String consult = " Please consult our documentation at " + DOCUMENTATION
                + "#important-considerations-when-using-extended-thinking";
        if (Bodies.number(body, "temperature", 1) != 1) {
            throw new ValidationException("`temperature` may only be set to 1 when thinking is enabled." + consult);
        }
        if (body.hasNonNull("top_k")) {
            throw new ValidationException("`top_k` must be unset when thinking is enabled." + consult);
        }
        if (tools.choice() instanceof Tools.Choice.Any || tools.choice() instanceof Tools.Choice.Named) {
            throw new ValidationException("Thinking may not be enabled when tool_choice forces tool use.");
        }
    }
}
