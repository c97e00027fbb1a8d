package dev.outcrop.families.chat;

import java.util.Set;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Members that are null, in bodies of OpenAI's shape: its clients write them for what their caller has not said, and the
 * servers of open models take them so. Only the format's own members: a JSON Schema or a call's arguments may mean null.
 */
public final class Nulls {
    private static final Set<String> STRUCTURES = Set
            .of("messages", "tools", "function", "response_format", "json_schema", "stream_options");

    private Nulls() {}

    /** The same body without them. Time is linear in the number of messages and tools. */
    public static JsonNode absent(JsonNode body) {
        return body instanceof ObjectNode object ? members(object) : body;
    }

    private static ObjectNode members(ObjectNode object) {
        ObjectNode present = JsonNodeFactory.instance.objectNode();
        object.properties().forEach(member -> {
            JsonNode value = member.getValue();
            if (!value.isNull()) {
                present.set(member.getKey(), STRUCTURES.contains(member.getKey()) ? structure(value) : value);
            }
        });
        return present;
    }

    private static JsonNode structure(JsonNode value) {
        if (value instanceof ArrayNode items) {
            ArrayNode present = JsonNodeFactory.instance.arrayNode(items.size());
            items.forEach(item -> present.add(absent(item)));
            return present;
        }
        return absent(value);
    }
}
