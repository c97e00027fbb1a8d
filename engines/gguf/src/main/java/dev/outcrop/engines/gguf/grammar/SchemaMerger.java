package dev.outcrop.engines.gguf.grammar;

import java.util.List;
import java.util.Set;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes one schema of two that must both be fitted. */
final class SchemaMerger {

    private static final Set<String> LARGER = Set.of("minimum", "exclusiveMinimum", "minLength", "minItems",
            "minProperties");
    private static final Set<String> SMALLER = Set.of("maximum", "exclusiveMaximum", "maxLength", "maxItems",
            "maxProperties");
    private static final List<String> TYPES = List.of("null", "boolean", "integer", "number", "string", "array",
            "object");
    private static final int MAX_REFERENCES = 100;
    private static final int MAX_CROSSED = 1_000;
    private static final JsonNodeFactory LISTS = JsonNodeFactory.instance;

    /** Finds what a reference points to. */
    interface References {
        JsonNode resolve(String reference, String pointer);
    }

    private final References references;

    SchemaMerger(References references) {
        this.references = references;
    }

    static ObjectNode without(ObjectNode schema, String keyword) {
        ObjectNode rest = schema.objectNode();
        schema.properties().forEach(entry -> {
            if (!entry.getKey().equals(keyword)) {
                rest.set(entry.getKey(), entry.getValue());
            }
        });
        return rest;
    }

    /** @throws SchemaException when the two have a keyword that cannot be made one */
    JsonNode merge(JsonNode one, JsonNode other, String pointer) {
        JsonNode a = expanded(one, pointer, 0);
        JsonNode b = expanded(other, pointer, 0);
        if (a.isBoolean() || b.isBoolean()) {
            JsonNode decisive = a.isBoolean() ? a : b;
            return decisive.booleanValue() ? (a.isBoolean() ? b : a) : BooleanNode.FALSE;
        }
        if (!(a instanceof ObjectNode first) || !(b instanceof ObjectNode second)) {
            throw new SchemaException(pointer, "a schema must be an object or a boolean.");
        }
        ObjectNode merged = first.objectNode();
        merged.setAll(first);
        second.properties().forEach(entry -> {
            String keyword = entry.getKey();
            boolean both = merged.has(keyword) && Keywords.isConstraint(keyword);
            merged.set(keyword, both ? both(keyword, first, second, pointer) : entry.getValue());
        });
        if (first.has("properties") || second.has("properties")) {
            merged.set("properties", properties(first, second, pointer));
        }
        return merged;
    }

    /** The schema with its reference followed and its parts that must all be fitted put together. */
    private JsonNode expanded(JsonNode schema, String pointer, int followed) {
        if (followed > MAX_REFERENCES) {
            throw new SchemaException(pointer, "its references come round to themselves.");
        }
        if (!(schema instanceof ObjectNode object)) {
            return schema;
        }
        if (object.has("$ref")) {
            JsonNode target = expanded(
                    references.resolve(Keywords.text(object, "$ref", pointer), pointer), pointer, followed + 1);
            ObjectNode rest = without(object, "$ref");
            return Keywords.constrains(rest) ? merge(rest, target, pointer) : target;
        }
        return object;
    }

    private JsonNode both(String keyword, ObjectNode first, ObjectNode second, String pointer) {
        JsonNode a = first.get(keyword);
        JsonNode b = second.get(keyword);
        if (a.equals(b)) {
            return a;
        }
        if (LARGER.contains(keyword) || SMALLER.contains(keyword)) {
            int order = Keywords.decimal(first, keyword, pointer).compareTo(Keywords.decimal(second, keyword, pointer));
            return LARGER.contains(keyword) == order > 0 ? a : b;
        }
        return switch (keyword) {
            case "properties" -> a; // Merged with the keywords around them.
            case "required", "allOf", "pattern", "format" -> joined(a, b);
            case "type" -> commonTypes(first, second, pointer);
            case "enum" -> common(a, b);
            case "items", "additionalProperties" -> merge(a, b, pointer + "/" + keyword);
            case "nullable" -> BooleanNode.valueOf(a.asBoolean(false) && b.asBoolean(false));
            case "const" -> throw new SchemaException(pointer, "two constants are never equal.");
            case "anyOf", "oneOf" -> crossed(a, b, pointer + "/" + keyword);
            default -> throw new SchemaException(pointer, "'" + keyword + "' twice cannot be put together.");
        };
    }

    private static ArrayNode joined(JsonNode a, JsonNode b) {
        ArrayNode all = LISTS.arrayNode();
        for (JsonNode each : List.of(a, b)) {
            if (each.isArray()) {
                each.forEach(all::add);
            } else {
                all.add(each);
            }
        }
        return all;
    }

    private static ArrayNode common(JsonNode a, JsonNode b) {
        ArrayNode common = LISTS.arrayNode();
        for (JsonNode each : a) {
            for (JsonNode other : b) {
                if (each.equals(other)) {
                    common.add(each);
                    break;
                }
            }
        }
        return common;
    }

    /** The types that both have, where a whole number is also a number; may be none. */
    private static ArrayNode commonTypes(ObjectNode first, ObjectNode second, String pointer) {
        ArrayNode common = LISTS.arrayNode();
        List<String> a = Keywords.types(first, pointer);
        List<String> b = Keywords.types(second, pointer);
        for (String type : TYPES) {
            if (hasType(a, type) && hasType(b, type)) {
                common.add(type);
            }
        }
        return common;
    }

    private static boolean hasType(List<String> types, String type) {
        return types.contains(type) || (type.equals("integer") && types.contains("number"));
    }

    private ArrayNode crossed(JsonNode a, JsonNode b, String pointer) {
        if ((long) a.size() * b.size() > MAX_CROSSED) {
            throw new SchemaException(pointer, "there are more than " + MAX_CROSSED + " combinations of its choices.");
        }
        ArrayNode crossed = LISTS.arrayNode();
        for (JsonNode one : a) {
            for (JsonNode other : b) {
                crossed.add(merge(one, other, pointer));
            }
        }
        return crossed;
    }

    /** A property that one of the two does not name is what that one says of properties without a name. */
    private ObjectNode properties(ObjectNode first, ObjectNode second, String pointer) {
        ObjectNode merged = first.objectNode();
        JsonNode a = first.path("properties");
        JsonNode b = second.path("properties");
        a.properties().forEach(entry -> {
            JsonNode other = b.has(entry.getKey()) ? b.get(entry.getKey()) : others(second);
            merged.set(entry.getKey(), property(entry.getKey(), entry.getValue(), other, pointer));
        });
        b.properties().forEach(entry -> {
            if (!a.has(entry.getKey())) {
                merged.set(entry.getKey(), property(entry.getKey(), others(first), entry.getValue(), pointer));
            }
        });
        return merged;
    }

    /** References that nothing is added to stay references, so that recursive schemas can be put together. */
    private JsonNode property(String name, JsonNode one, JsonNode other, String pointer) {
        if (one.equals(BooleanNode.TRUE) || one.equals(other)) {
            return other;
        }
        return other.equals(BooleanNode.TRUE)
                ? one
                : merge(one, other, pointer + "/properties/" + Keywords.escaped(name));
    }

    private static JsonNode others(ObjectNode schema) {
        return schema.has("additionalProperties") ? schema.get("additionalProperties") : BooleanNode.TRUE;
    }
}
