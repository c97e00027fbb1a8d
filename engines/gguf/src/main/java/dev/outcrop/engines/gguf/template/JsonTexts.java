package dev.outcrop.engines.gguf.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.outcrop.inference.InferenceException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** JSON texts as the values that templates work on. */
final class JsonTexts {
    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonTexts() {}

    /**
     * Texts, {@link Long}, {@link Double}, booleans, null, lists and maps in their order.
     *
     * @throws InferenceException when the text is no JSON
     */
    static Object read(String json) {
        try {
            Object value = value(JSON.readTree(json));
            return value == null ? Map.of() : value;
        } catch (JacksonException e) {
            throw new InferenceException("A tool's schema or arguments are no JSON, or nested too deeply.");
        }
    }

    /** One line of JSON. */
    static String written(Object value) {
        return JSON.writeValueAsString(value);
    }

    private static @Nullable Object value(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                node.properties().forEach(entry -> map.put(entry.getKey(), value(entry.getValue())));
                yield map;
            }
            case ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                node.forEach(item -> list.add(value(item)));
                yield list;
            }
            case STRING -> node.stringValue();
            case BOOLEAN -> node.booleanValue();
            // Not a conditional expression: it would make whole numbers real.
            case NUMBER -> {
                if (node.isIntegralNumber() && node.canConvertToLong()) {
                    yield node.longValue();
                }
                yield node.doubleValue();
            }
            default -> null;
        };
    }
}
