package dev.outcrop.families.cohere;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

import dev.outcrop.families.Bodies;
import dev.outcrop.families.Conversation;
import dev.outcrop.families.Family;
import dev.outcrop.families.FormattedText;
import dev.outcrop.families.Ids;
import dev.outcrop.families.Invocation;
import dev.outcrop.families.InvocationContext;
import dev.outcrop.families.Unsupported;
import dev.outcrop.families.prompt.PromptText;
import dev.outcrop.families.schema.Schema;
import dev.outcrop.families.schema.Violations;
import dev.outcrop.inference.Message;
import dev.outcrop.inference.Sampling;
import dev.outcrop.inference.Tools;
import dev.outcrop.wire.error.ValidationException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

import static dev.outcrop.families.schema.Schema.integer;
import static dev.outcrop.families.schema.Schema.integerFrom;
import static dev.outcrop.families.schema.Schema.listOf;
import static dev.outcrop.families.schema.Schema.nonEmptyText;
import static dev.outcrop.families.schema.Schema.number;
import static dev.outcrop.families.schema.Schema.object;
import static dev.outcrop.families.schema.Schema.oneOf;
import static dev.outcrop.families.schema.Schema.text;

/**
 * Cohere Command R and R+: a message with the conversation before it.
 *
 * <p>Fields, ranges and defaults: Amazon Bedrock user guide, "Cohere Command R and Command R+ models"; bodies as
 * recorded, stream events as the vendor writes them.
 */
public final class CommandRFamily implements Family {
    private static final int MOST_TOKENS = 4_096;
    private static final int MOST_STOPS = 5;

    private static final Schema SCHEMA = schema(nonEmptyText());

    /** With results of tools the message may be empty: it was said before. */
    private static final Schema SCHEMA_OF_RESULTS = schema(text());

    private static Schema schema(Schema message) {
        return object()
                .required("message", message)
                .optional("chat_history",
                        listOf(object()
                                .required("role", oneOf("USER", "CHATBOT", "SYSTEM", "TOOL"))
                                .optional("message", text())
                                .optional("tool_calls", CommandRTools.CALLS)
                                .optional("tool_results", CommandRTools.RESULTS)
                                .open()))
                .optional("documents", listOf(object().open()))
                .optional("search_queries_only", new Schema.Bool())
                .optional("preamble", text())
                .optional("max_tokens", integerFrom(1))
                .optional("temperature", number("0", "1"))
                .optional("p", number("0.01", "0.99"))
                .optional("k", integer(0, 500))
                .optional("prompt_truncation", oneOf("OFF", "AUTO_PRESERVE_ORDER"))
                .optional("frequency_penalty", number("0", "1"))
                .optional("presence_penalty", number("0", "1"))
                .optional("seed", new Schema.Numeric(null, null, false, true))
                .optional("return_prompt", new Schema.Bool())
                .optional("tools", CommandRTools.TOOLS)
                .optional("tool_results", CommandRTools.RESULTS)
                .optional("force_single_step", new Schema.Bool())
                .optional("stop_sequences", listOf(text(), MOST_STOPS))
                .optional("raw_prompting", new Schema.Bool())
                .closed();
    }

    private final RandomGenerator random;

    /** @param random source of answer ids; must be thread-safe */
    public CommandRFamily(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public Invocation parse(InvocationContext context, JsonNode body) {
        Violations.check(body.path("tool_results").isEmpty() ? SCHEMA : SCHEMA_OF_RESULTS, body);
        checkParameters(body.path("tools"));
        Tools tools = CommandRTools.read(body.path("tools"));
        Unsupported.field("documents", !body.path("documents").isEmpty());
        Unsupported.field("search_queries_only", body.path("search_queries_only").asBoolean(false));
        Unsupported.field("raw_prompting", body.path("raw_prompting").asBoolean(false));
        Unsupported.field("return_prompt", body.path("return_prompt").asBoolean(false));
        List<CommandRTurn> turns = turns(body);
        if (tools.isEmpty() && turns.stream().anyMatch(CommandRTurn::usesTools)) {
            throw new ValidationException("invalid request: cannot specify tool_results without tools");
        }
        String preamble = body.path("preamble").asString("");
        JsonNode seed = body.path("seed");
        Sampling sampling = new Sampling(
                Bodies.number(body, "temperature", 0.3),
                Bodies.integer(body, "k", 0),
                Bodies.number(body, "p", 0.75),
                0,
                1,
                Bodies.number(body, "frequency_penalty", 0),
                Bodies.number(body, "presence_penalty", 0),
                Map.of(),
                seed.isNumber() ? OptionalLong.of(seed.bigIntegerValue().longValue()) : OptionalLong.empty());
        return new FormattedText(
                context,
                PromptText.chat(messages(preamble, turns), tools),
                sampling,
                Bodies.integer(body, "max_tokens", MOST_TOKENS),
                Bodies.stops(body, "stop_sequences"),
                new CommandRAnswer(Ids.uuid(random), Ids.uuid(random), preamble, turns));
    }

    private static void checkParameters(JsonNode tools) {
        Violations violations = new Violations();
        for (int i = 0; i < tools.size(); i++) {
            String pointer = "#/tools/" + i + "/parameter_definitions/";
            for (Map.Entry<String, JsonNode> parameter : tools.path(i).path("parameter_definitions").properties()) {
                CommandRTools.PARAMETER.check(pointer + parameter.getKey(), parameter.getValue(), violations);
            }
        }
        violations.throwIfAny();
    }

    /** The history, the message, and the calls and results that follow it. */
    private static List<CommandRTurn> turns(JsonNode body) {
        List<CommandRTurn> turns = new ArrayList<>();
        for (JsonNode turn : body.path("chat_history")) {
            turns.add(new CommandRTurn(
                    turn.path("role").stringValue(),
                    turn.path("message").asString(""),
                    turn.path("tool_calls"),
                    turn.path("tool_results")));
        }
        JsonNode results = body.path("tool_results");
        String message = body.path("message").stringValue();
        if (!message.isEmpty()) {
            turns.add(CommandRTurn.said("USER", message));
        }
        if (!results.isEmpty()) {
            if (turns.isEmpty() || turns.getLast().calls().isEmpty()) {
                turns.add(CommandRTurn.callsOf(results));
            }
            turns.add(new CommandRTurn("TOOL", "", MissingNode.getInstance(), results));
        }
        return turns;
    }

    private static List<Message> messages(String preamble, List<CommandRTurn> turns) {
        Conversation conversation = new Conversation();
        if (!preamble.isBlank()) {
            conversation.add(Message.Role.SYSTEM, preamble);
        }
        int asked = 0;
        for (int i = 0; i < turns.size(); i++) {
            CommandRTurn turn = turns.get(i);
            if (turn.hasText()) {
                conversation.add(turn.speaker(), turn.message());
            }
            if (!turn.calls().isEmpty()) {
                asked = i;
                CommandRTools.calls(turn.calls(), i).forEach(call -> conversation.add(turn.speaker(), call));
            }
            CommandRTools.results(turn.results(), asked)
                    .forEach(result -> conversation.add(Message.Role.TOOL, result));
        }
        return conversation.messages();
    }
}
