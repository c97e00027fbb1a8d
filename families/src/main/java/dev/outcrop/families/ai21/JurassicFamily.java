package dev.outcrop.families.ai21;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import dev.outcrop.families.Bodies;
import dev.outcrop.families.Family;
import dev.outcrop.families.FormattedText;
import dev.outcrop.families.Invocation;
import dev.outcrop.families.InvocationContext;
import dev.outcrop.families.prompt.PromptText;
import dev.outcrop.families.schema.Schema;
import dev.outcrop.families.schema.Violations;
import dev.outcrop.inference.GenerationRequest;
import dev.outcrop.inference.Message;
import dev.outcrop.inference.Sampling;
import tools.jackson.databind.JsonNode;

import static dev.outcrop.families.schema.Schema.integer;
import static dev.outcrop.families.schema.Schema.listOf;
import static dev.outcrop.families.schema.Schema.nonEmptyText;
import static dev.outcrop.families.schema.Schema.number;
import static dev.outcrop.families.schema.Schema.object;
import static dev.outcrop.families.schema.Schema.text;

/**
 * AI21 Jurassic-2: an instruction, completions with token lists.
 *
 * <p>Fields, ranges and defaults: Amazon Bedrock user guide, "AI21 Labs Jurassic-2 models". The vendor's penalty
 * scales become presence and frequency penalties of the engine one to one; their {@code applyTo} flags are read and not
 * used.
 */
public final class JurassicFamily implements Family {
    private static final int MOST_TOKENS = 8_191;
    private static final int STANDARD_TOKENS = 200;

    /** The vendor's own bound; the user guide names the member only. */
    private static final int MOST_RESULTS = 16;

    private static final Schema SCHEMA = object()
            .required("prompt", nonEmptyText())
            .optional("maxTokens", integer(0, MOST_TOKENS))
            .optional("temperature", number("0", "1"))
            .optional("topP", number("0", "1"))
            .optional("stopSequences", listOf(text()))
            .optional("presencePenalty", penalty(number("0", "5")))
            .optional("countPenalty", penalty(number("0", "1")))
            .optional("frequencyPenalty", penalty(integer(0, 500)))
            .optional("numResults", integer(1, MOST_RESULTS))
            .closed();

    private static Schema penalty(Schema scale) {
        return object()
                .required("scale", scale)
                .optional("applyToWhitespaces", new Schema.Bool())
                .optional("applyToPunctuations", new Schema.Bool())
                .optional("applyToNumbers", new Schema.Bool())
                .optional("applyToStopwords", new Schema.Bool())
                .optional("applyToEmojis", new Schema.Bool())
                .closed();
    }

    @Override
    public Invocation parse(InvocationContext context, JsonNode body) {
        Violations.check(SCHEMA, body);
        String prompt = body.path("prompt").stringValue();
        Sampling sampling = new Sampling(
                Bodies.number(body, "temperature", 0.5),
                0,
                Bodies.number(body, "topP", 0.5),
                0,
                1,
                scale(body, "countPenalty") + scale(body, "frequencyPenalty"),
                scale(body, "presencePenalty"),
                Map.of(),
                OptionalLong.empty());
        PromptText read = PromptText.chat(List.of(new Message(Message.Role.USER, prompt)));
        return new FormattedText(
                context,
                read,
                new GenerationRequest(
                        read.prompt(),
                        sampling,
                        Bodies.integer(body, "maxTokens", STANDARD_TOKENS),
                        Bodies.stops(body, "stopSequences")),
                new JurassicAnswer(prompt),
                Bodies.integer(body, "numResults", 1));
    }

    private static double scale(JsonNode body, String penalty) {
        return Bodies.number(body.path(penalty), "scale", 0);
    }
}
