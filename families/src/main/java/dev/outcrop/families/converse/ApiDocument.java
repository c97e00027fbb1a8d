package dev.outcrop.families.converse;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Values of the API's {@code Document} type as JSON trees. */
final class ApiDocument {
    static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ApiDocument() {}

    /** @param value as the binder makes it of any JSON value */
    static JsonNode tree(@Nullable Object value) {
        return switch (value) {
            case null -> NODES.nullNode();
            case Map<?, ?> members -> {
                ObjectNode object = NODES.objectNode();
                members.forEach((name, member) -> object.set(String.valueOf(name), tree(member)));
                yield object;
            }
            case List<?> elements -> {
                ArrayNode array = NODES.arrayNode();
                elements.forEach(element -> array.add(tree(element)));
                yield array;
            }
            case String text -> NODES.stringNode(text);
            case Boolean bool -> NODES.booleanNode(bool);
            case Long number -> NODES.numberNode(number);
            case BigDecimal number -> NODES.numberNode(number);
            default -> throw new IllegalArgumentException("not a JSON value: " + value.getClass());
        };
    }
}
