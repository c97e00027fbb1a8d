package dev.outcrop.engines.gguf.grammar;

import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the values of a schema's keywords, and refuses those of the wrong kind. */
final class Keywords {

    private static final int MOST_DIGITS = 40;

    /** The type that a keyword speaks of. */
    private static final Map<String, String> SPEAKS_OF = Map.ofEntries(
            Map.entry("properties", "object"),
            Map.entry("required", "object"),
            Map.entry("additionalProperties", "object"),
            Map.entry("minProperties", "object"),
            Map.entry("maxProperties", "object"),
            Map.entry("items", "array"),
            Map.entry("prefixItems", "array"),
            Map.entry("minItems", "array"),
            Map.entry("maxItems", "array"),
            Map.entry("minLength", "string"),
            Map.entry("maxLength", "string"),
            Map.entry("pattern", "string"),
            Map.entry("format", "string"),
            Map.entry("minimum", "number"),
            Map.entry("maximum", "number"),
            Map.entry("exclusiveMinimum", "number"),
            Map.entry("exclusiveMaximum", "number"),
            Map.entry("multipleOf", "number"));

    private static final Set<String> OTHERS = Set.of("type", "enum", "const", "anyOf", "oneOf", "allOf", "$ref",
            "nullable");

    private Keywords() {}

    /** Whether the schema has a keyword that rules out values. */
    static boolean constrains(ObjectNode schema) {
        return schema.propertyNames().stream().anyMatch(Keywords::isConstraint);
    }

    static boolean isConstraint(String keyword) {
        return SPEAKS_OF.containsKey(keyword) || OTHERS.contains(keyword);
    }

    /** The names of the types that a value may have; empty for all. */
    static List<String> types(ObjectNode schema, String pointer) {
        Set<String> types = new LinkedHashSet<>();
        JsonNode type = schema.path("type");
        if (type.isArray()) {
            for (JsonNode each : type) {
                types.add(textOf(each, "type", pointer));
            }
        } else if (!type.isMissingNode()) {
            types.add(textOf(type, "type", pointer));
        } else {
            for (String name : schema.propertyNames()) {
                String spokenOf = SPEAKS_OF.get(name);
                if (spokenOf != null) {
                    types.add(spokenOf);
                }
            }
        }
        if (schema.path("nullable").asBoolean(false) && !types.isEmpty()) {
            types.add("null");
        }
        if (types.contains("number")) {
            types.remove("integer");
        }
        return List.copyOf(types);
    }

    static String text(ObjectNode schema, String keyword, String pointer) {
        return textOf(schema.path(keyword), keyword, pointer);
    }

    private static String textOf(JsonNode value, String keyword, String pointer) {
        if (!value.isString()) {
            throw new SchemaException(pointer + "/" + keyword, "it must be a string.");
        }
        return value.stringValue();
    }

    static List<JsonNode> list(ObjectNode schema, String keyword, String pointer) {
        JsonNode value = schema.path(keyword);
        if (!value.isArray() || value.isEmpty()) {
            throw new SchemaException(pointer + "/" + keyword, "it must be a list that is not empty.");
        }
        List<JsonNode> list = new ArrayList<>();
        value.forEach(list::add);
        return list;
    }

    /** A count of things, or {@code absent}. */
    static int count(ObjectNode schema, String keyword, String pointer, int absent) {
        JsonNode value = schema.path(keyword);
        if (value.isMissingNode()) {
            return absent;
        }
        BigDecimal count = decimal(schema, keyword, pointer);
        if (count.signum() < 0 || count.stripTrailingZeros().scale() > 0) {
            throw new SchemaException(pointer + "/" + keyword, "it must be a count.");
        }
        return count.min(BigDecimal.valueOf(1_000_000_000)).intValue();
    }

    /** A number of a size that automata can be made of. */
    static BigDecimal decimal(ObjectNode schema, String keyword, String pointer) {
        JsonNode value = schema.path(keyword);
        if (!value.isNumber()) {
            throw new SchemaException(pointer + "/" + keyword, "it must be a number.");
        }
        BigDecimal decimal = value.decimalValue();
        if (decimal.precision() > MOST_DIGITS || Math.abs(decimal.scale()) > MOST_DIGITS) {
            throw new SchemaException(pointer + "/" + keyword, "it has more than " + MOST_DIGITS + " digits.");
        }
        return decimal;
    }

    static @Nullable BigDecimal optionalDecimal(ObjectNode schema, String keyword, String pointer) {
        return schema.has(keyword) ? decimal(schema, keyword, pointer) : null;
    }

    /** A name as it is written in a JSON pointer (RFC 6901). */
    static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    /** A name from a JSON pointer in a fragment of a URI. */
    static String unescaped(String part) {
        String decoded = part;
        if (part.indexOf('%') >= 0) {
            try {
                decoded = URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                decoded = part; // No escape after all: looked up as it is written.
            }
        }
        return decoded.replace("~1", "/").replace("~0", "~");
    }
}
