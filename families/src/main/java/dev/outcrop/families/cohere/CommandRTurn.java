package dev.outcrop.families.cohere;

import java.util.Iterator;

import dev.outcrop.inference.Message;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One turn as Command R's bodies write it.
 *
 * @param role {@code USER}, {@code CHATBOT}, {@code SYSTEM} or {@code TOOL}
 * @param calls what the chatbot asks for, missing or empty when nothing
 * @param results what tools answered, missing or empty in turns of others
 */
record CommandRTurn(String role, String message, JsonNode calls, JsonNode results) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** A turn of words alone. */
    static CommandRTurn said(String role, String message) {
        return new CommandRTurn(role, message, MissingNode.getInstance(), MissingNode.getInstance());
    }

    /** The chatbot's turn that these results answer, for callers who leave it out. */
    static CommandRTurn callsOf(JsonNode results) {
        ArrayNode calls = JSON.createArrayNode();
        results.forEach(result -> calls.add(result.path("call")));
        return new CommandRTurn("CHATBOT", "", calls, MissingNode.getInstance());
    }

    /** Who says it to the model. */
    Message.Role speaker() {
        return switch (role) {
            case "CHATBOT" -> Message.Role.ASSISTANT;
            case "SYSTEM" -> Message.Role.SYSTEM;
            case "TOOL" -> Message.Role.TOOL;
            default -> Message.Role.USER;
        };
    }

    /** Whether its words are a text of the prompt; tools have results in their place, and calls may come without. */
    boolean hasText() {
        return speaker() != Message.Role.TOOL && (!message.isEmpty() || calls.isEmpty());
    }

    boolean usesTools() {
        return !calls.isEmpty() || !results.isEmpty();
    }

    /** The same results with other texts, of which each takes one. */
    CommandRTurn withResults(Iterator<String> texts) {
        ArrayNode changed = JSON.createArrayNode();
        for (JsonNode result : results) {
            String now = texts.next();
            if (now.equals(result.path("outputs").toString())) {
                changed.add(result);
            } else {
                ObjectNode copy = JSON.createObjectNode();
                copy.set("call", result.path("call"));
                copy.set("outputs", outputs(now));
                changed.add(copy);
            }
        }
        return new CommandRTurn(role, message, calls, changed);
    }

    /** What masking has left no JSON becomes one output. */
    private static JsonNode outputs(String text) {
        try {
            JsonNode outputs = JSON.readTree(text);
            if (outputs.isArray()) {
                return outputs;
            }
        } catch (JacksonException masked) {
            // Told below.
        }
        ArrayNode one = JSON.createArrayNode();
        one.addObject().put("text", text);
        return one;
    }

    void write(JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("role", role);
        if (hasText() || results.isEmpty()) {
            json.writeStringProperty("message", message);
        }
        if (!calls.isEmpty()) {
            json.writeName("tool_calls");
            json.writeRawValue(calls.toString());
        }
        if (!results.isEmpty()) {
            json.writeName("tool_results");
            json.writeRawValue(results.toString());
        }
        json.writeEndObject();
    }
}
