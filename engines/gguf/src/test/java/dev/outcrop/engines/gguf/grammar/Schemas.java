package dev.outcrop.engines.gguf.grammar;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Random schemas of what tools use, and random values that fit them, the same for the same seed. */
final class Schemas {

    static final JsonMapper JSON = JsonMapper.builder().build();

    private final Random random;

    Schemas(long seed) {
        this.random = new Random(seed);
    }

    ObjectNode object(int depth) {
        ObjectNode schema = JSON.createObjectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = schema.putArray("required");
        for (String name : names()) {
            properties.set(name, any(depth - 1));
            if (random.nextBoolean()) {
                required.add(name);
            }
        }
        if (random.nextInt(3) == 0) {
            schema.put("additionalProperties", false);
        } else if (random.nextInt(4) == 0) {
            schema.set("additionalProperties", scalar());
        }
        return schema;
    }

    private List<String> names() {
        List<String> names = new ArrayList<>(List.of("city", "unit", "un", "a\"b", "größe", "x/y", "limit", "0"));
        Collections.shuffle(names, random);
        return names.subList(0, random.nextInt(5));
    }

    private ObjectNode any(int depth) {
        if (depth <= 0) {
            return scalar();
        }
        return switch (random.nextInt(5)) {
            case 0 -> object(depth);
            case 1 -> array(depth);
            case 2 -> {
                ObjectNode choice = JSON.createObjectNode();
                choice.putArray("anyOf").add(any(depth - 1)).add(any(depth - 1));
                yield choice;
            }
            default -> scalar();
        };
    }

    private ObjectNode array(int depth) {
        ObjectNode schema = JSON.createObjectNode().put("type", "array");
        schema.set("items", any(depth - 1));
        int min = random.nextInt(3);
        if (random.nextBoolean()) {
            schema.put("minItems", min);
        }
        return schema.put("maxItems", min + random.nextInt(3));
    }

    private ObjectNode scalar() {
        ObjectNode schema = JSON.createObjectNode();
        switch (random.nextInt(10)) {
            case 0 -> schema.put("type", "boolean");
            case 1 -> schema.putArray("type").add("null").add("integer");
            case 2 -> {
                int low = random.nextInt(3000) - 1500;
                schema.put("type", "integer").put("minimum", low).put("maximum", low + random.nextInt(500));
            }
            case 3 -> {
                double low = Math.round((random.nextDouble() - 0.5) * 1e5) / 1e3;
                schema.put("type", "number").put("minimum", low).put(
                        random.nextBoolean() ? "maximum" : "exclusiveMaximum", low + 0.001 + random.nextInt(100));
            }
            case 4 -> schema.put("type", "string").put("pattern", "^[A-Z]{1,3}-\\d+(?:x|y\")?$").put("maxLength", 9);
            case 5 -> schema.put("type", "string").put("format",
                    List.of("date", "date-time", "email", "uuid", "ipv4", "uri").get(random.nextInt(6)));
            case 6 -> {
                ArrayNode values = schema.putArray("enum");
                values.add("metric").add("imperial").add(3).addNull();
                values.addObject().put("a", true);
            }
            case 7 -> schema.put("const", "\u20ac\n");
            case 8 -> schema.put("type", "integer").put("multipleOf", 1 + random.nextInt(20)).put("minimum", 0);
            default -> {
                int min = random.nextInt(4);
                schema.put("type", "string").put("minLength", min).put("maxLength", min + random.nextInt(20));
            }
        }
        return schema;
    }

    /** A value for one of {@link #object}'s schemas, with properties in the schema's order; null when there is none here. */
    JsonNode instance(JsonNode schema) {
        if (schema.has("anyOf")) {
            return instance(schema.get("anyOf").get(random.nextInt(2)));
        }
        if (schema.has("enum")) {
            return schema.get("enum").get(random.nextInt(schema.get("enum").size()));
        }
        if (schema.has("const")) {
            return schema.get("const");
        }
        JsonNode type = schema.get("type").isArray() ? schema.get("type").get(random.nextInt(2)) : schema.get("type");
        return switch (type.stringValue()) {
            case "null" -> JSON.getNodeFactory().nullNode();
            case "boolean" -> JSON.getNodeFactory().booleanNode(random.nextBoolean());
            case "integer" -> JSON.getNodeFactory().numberNode(integer(schema));
            case "number" -> JSON.getNodeFactory().numberNode(schema.get("minimum").decimalValue());
            case "array" -> {
                ArrayNode array = JSON.createArrayNode();
                int count = schema.path("minItems").asInt(0);
                for (int i = 0; i < count; i++) {
                    array.add(instance(schema.get("items")));
                }
                yield array;
            }
            case "object" -> {
                ObjectNode object = JSON.createObjectNode();
                List<String> required = new ArrayList<>();
                schema.path("required").forEach(name -> required.add(name.stringValue()));
                schema.get("properties").properties().forEach(entry -> {
                    if (required.contains(entry.getKey()) || random.nextBoolean()) {
                        object.set(entry.getKey(), instance(entry.getValue()));
                    }
                });
                yield object;
            }
            default -> JSON.getNodeFactory().stringNode(string(schema));
        };
    }

    private long integer(JsonNode schema) {
        long low = schema.path("minimum").asLong(-100);
        long high = schema.path("maximum").asLong(low + 1000);
        long multiple = schema.path("multipleOf").asLong(1);
        long value = low + random.nextLong(high - low + 1);
        return value / multiple * multiple;
    }

    private String string(JsonNode schema) {
        if (schema.has("pattern")) {
            return "AB-" + random.nextInt(999) + (random.nextBoolean() ? "y\"" : "");
        }
        return switch (schema.path("format").asString("")) {
            case "date" -> "2000-02-29";
            case "date-time" -> "1999-12-31T23:59:59.5+01:00";
            case "email" -> "ines.k@example.com";
            case "uuid" -> "123e4567-e89b-12d3-a456-426614174000";
            case "ipv4" -> "192.0.2.1";
            case "uri" -> "https://example.com/a/b?c=d";
            default -> "\u00e9\"\n\ud83d\ude00\\/\u007f".repeat(20).codePoints()
                    .limit(schema.get("minLength").intValue()
                            + (long) random.nextInt(
                                    schema.get("maxLength").intValue() - schema.get("minLength").intValue() + 1))
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
        };
    }
}
