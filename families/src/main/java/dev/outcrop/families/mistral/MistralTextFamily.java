package dev.outcrop.families.mistral;

import dev.outcrop.families.Bodies;
import dev.outcrop.families.Family;
import dev.outcrop.families.FormattedText;
import dev.outcrop.families.Invocation;
import dev.outcrop.families.InvocationContext;
import dev.outcrop.families.chat.StopReasonAnswer;
import dev.outcrop.families.prompt.InstructionTemplate;
import dev.outcrop.families.prompt.PromptText;
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
 * Mistral text completion: a prompt, one output with its reason.
 *
 * <p>Fields, ranges and defaults per model: Amazon Bedrock user guide, "Mistral AI text completion".
 */
public final class MistralTextFamily implements Family {

    /** What differs between the models. */
    private record Limits(int maxTokens, int standardTokens, double temperature, double topP, int topK) {
        static Limits of(String modelId) {
            if (modelId.startsWith("mistral.mistral-7b")) {
                return new Limits(8_192, 512, 0.5, 0.9, 50);
            }
            if (modelId.startsWith("mistral.mixtral-8x7b")) {
                return new Limits(4_096, 512, 0.5, 0.9, 50);
            }
            return new Limits(8_192, 8_192, 0.7, 1, 0);
        }
    }

    @Override
    public Invocation parse(InvocationContext context, JsonNode body) {
        Limits limits = Limits.of(context.modelId());
        Violations.check(
                object()
                        .required("prompt", nonEmptyText())
                        .optional("max_tokens", integer(1, limits.maxTokens()))
                        .optional("stop", listOf(text(), 10))
                        .optional("temperature", number("0", "1"))
                        .optional("top_p", number("0", "1"))
                        .optional("top_k", integer(1, 200))
                        .closed(),
                body);
        Sampling sampling = Sampling.of(
                Bodies.number(body, "temperature", limits.temperature()),
                Bodies.integer(body, "top_k", limits.topK()),
                Bodies.number(body, "top_p", limits.topP()));
        return new FormattedText(
                context,
                PromptText.of(body.path("prompt").stringValue(), InstructionTemplate.INSTANCE),
                sampling,
                Bodies.integer(body, "max_tokens", limits.standardTokens()),
                Bodies.stops(body, "stop"),
                StopReasonAnswer.MISTRAL_TEXT);
    }
}
