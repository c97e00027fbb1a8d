package dev.outcrop.engines.gguf.grammar;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The values of {@code enum} and {@code const} that fit the other keywords beside them. */
final class Constants {

    private static final Set<String> BESIDE = Set.of("enum", "const", "type", "nullable", "minimum", "maximum",
            "exclusiveMinimum", "exclusiveMaximum", "minLength", "maxLength");

    private Constants() {}

    /** The values as JSON texts; may be none. */
    static List<String> of(ObjectNode schema, String pointer) {
        for (String keyword : schema.propertyNames()) {
            boolean alone = Keywords.isConstraint(keyword) && !BESIDE.contains(keyword);
            if (alone) {
                throw new SchemaException(pointer, "'" + keyword + "' beside fixed values is not supported.");
            }
        }
        List<JsonNode> values = new ArrayList<>();
        if (schema.has("enum")) {
            values.addAll(Keywords.list(schema, "enum", pointer));
            if (schema.has("const")) {
                values.removeIf(value -> !value.equals(schema.get("const")));
            }
        } else {
            values.add(schema.get("const"));
        }
        List<String> types = schema.has("type") ? Keywords.types(schema, pointer) : List.of();
        List<String> texts = new ArrayList<>();
        for (JsonNode value : values) {
            if ((types.isEmpty() || isOfType(value, types)) && isWithin(value, schema, pointer)) {
                texts.add(SchemaCompiler.written(value));
            }
        }
        return texts;
    }

    private static boolean isOfType(JsonNode value, List<String> types) {
        return switch (value.getNodeType()) {
            case NULL -> types.contains("null");
            case BOOLEAN -> types.contains("boolean");
            case STRING -> types.contains("string");
            case ARRAY -> types.contains("array");
            case OBJECT -> types.contains("object");
            case NUMBER -> types.contains("number")
                    || (types.contains("integer") && isWhole(value));
            default -> false;
        };
    }

    private static boolean isWhole(JsonNode number) {
        return number.isIntegralNumber() || number.doubleValue() == Math.rint(number.doubleValue());
    }

    private static boolean isWithin(JsonNode value, ObjectNode schema, String pointer) {
        if (value.isString()) {
            int length = value.stringValue().codePointCount(0, value.stringValue().length());
            return length >= Keywords.count(schema, "minLength", pointer, 0)
                    && length <= Keywords.count(schema, "maxLength", pointer, Integer.MAX_VALUE);
        }
        if (value.isNumber()) {
            BigDecimal number = value.decimalValue();
            Numbers.Bound low = Scalars.low(schema, pointer);
            Numbers.Bound high = Scalars.high(schema, pointer);
            return (low == null || number.compareTo(low.value()) > (low.exclusive() ? 0 : -1))
                    && (high == null || number.compareTo(high.value()) < (high.exclusive() ? 0 : 1));
        }
        return true;
    }
}
