package dev.outcrop.families.cohere;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

import dev.outcrop.families.Bodies;
import dev.outcrop.families.Family;
import dev.outcrop.families.FormattedText;
import dev.outcrop.families.Ids;
import dev.outcrop.families.Invocation;
import dev.outcrop.families.InvocationContext;
import dev.outcrop.families.Unsupported;
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
import static dev.outcrop.families.schema.Schema.oneOf;
import static dev.outcrop.families.schema.Schema.text;

/**
 * Cohere Command and Command Light: an instruction, generations.
 *
 * <p>Fields, ranges and defaults: Amazon Bedrock user guide, "Cohere Command models"; bodies and chunks as recorded. A
 * stream comes in pieces only when the body says {@code "stream": true}; else it is one chunk.
 */
public final class CommandFamily implements Family {
    private static final int MOST_TOKENS = 4_096;
    private static final int STANDARD_TOKENS = 20;
    private static final int MOST_STOPS = 4;
    private static final int MOST_GENERATIONS = 5;

    private static final Schema SCHEMA = object()
            .required("prompt", nonEmptyText())
            .optional("max_tokens", integer(1, MOST_TOKENS))
            .optional("temperature", number("0", "5"))
            .optional("p", number("0", "1"))
            .optional("k", number("0", "500"))
            .optional("stop_sequences", listOf(text(), MOST_STOPS))
            .optional("return_likelihoods", oneOf("GENERATION", "ALL", "NONE"))
            .optional("stream", new Schema.Bool())
            .optional("num_generations", integer(1, MOST_GENERATIONS))
            .optional("logit_bias", object().open())
            .optional("truncate", oneOf("NONE", "START", "END"))
            .closed();

    private final RandomGenerator random;

    /** @param random source of generation ids; must be thread-safe */
    public CommandFamily(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public Invocation parse(InvocationContext context, JsonNode body) {
        Violations.check(SCHEMA, body);
        Unsupported.field("return_likelihoods", !body.path("return_likelihoods").asString("NONE").equals("NONE"));
        // Token ids are those of Cohere's tokenizer, which no other model shares.
        Unsupported.field("logit_bias", !body.path("logit_bias").isEmpty());
        String prompt = body.path("prompt").stringValue();
        PromptText read = PromptText.chat(List.of(new Message(Message.Role.USER, prompt)));
        int answers = Bodies.integer(body, "num_generations", 1);
        return new FormattedText(
                context,
                read,
                new GenerationRequest(
                        read.prompt(),
                        Sampling.of(
                                Bodies.number(body, "temperature", 0.9),
                                Bodies.integer(body, "k", 0),
                                Bodies.number(body, "p", 0.75)),
                        Bodies.integer(body, "max_tokens", STANDARD_TOKENS),
                        Bodies.stops(body, "stop_sequences")),
                new CommandAnswer(
                        context.requestId(),
                        Stream.generate(() -> Ids.uuid(random)).limit(answers).toList(),
                        prompt,
                        body.path("stream").asBoolean(false)),
                answers);
    }
}
