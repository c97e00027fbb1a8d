package dev.outcrop.engines.gguf.grammar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.ObjectNode;

/** Lays out objects: the properties in the schema's order, optional ones or not, then others where they are asked for. */
final class ObjectLayout {

    private static final int MAX_PROPERTIES = 2_000;
    private static final int MAX_NAME = 64;

    private final ProgramBuilder builder;
    private final SchemaCompiler values;

    ObjectLayout(ProgramBuilder builder, SchemaCompiler values) {
        this.builder = builder;
        this.values = values;
    }

    int add(ObjectNode schema, String pointer, int from) {
        Map<String, JsonNode> properties = new LinkedHashMap<>();
        JsonNode named = schema.path("properties");
        if (!named.isMissingNode() && !named.isObject()) {
            throw new SchemaException(pointer + "/properties", "it must be an object.");
        }
        named.properties().forEach(entry -> properties.put(entry.getKey(), entry.getValue()));
        JsonNode others = schema.has("additionalProperties")
                ? schema.get("additionalProperties")
                : BooleanNode.valueOf(properties.isEmpty());
        Set<String> required = new LinkedHashSet<>();
        for (JsonNode name : schema.path("required")) {
            if (!name.isString()) {
                throw new SchemaException(pointer + "/required", "it must be a list of strings.");
            }
            required.add(name.stringValue());
            properties.putIfAbsent(
                    name.stringValue(), schema.has("additionalProperties") ? others : BooleanNode.TRUE);
        }
        if (properties.size() > MAX_PROPERTIES) {
            throw new SchemaException(pointer, "it has more than " + MAX_PROPERTIES + " properties.");
        }
        int most = most(schema, properties, required, pointer);

        // Two tracks: nothing has been written yet, or the next property needs a comma.
        int empty = builder.literal(from, "{");
        int filled = builder.state();
        for (Map.Entry<String, JsonNode> property : properties.entrySet()) {
            String place = pointer + "/properties/" + Keywords.escaped(property.getKey());
            int key = builder.state();
            builder.epsilon(empty, key);
            builder.epsilon(builder.separator(filled, ','), key);
            int value = builder.separator(builder.literal(key, SchemaCompiler.quoted(property.getKey())), ':');
            int nextEmpty = builder.state();
            int nextFilled = builder.state();
            if (!required.contains(property.getKey())) {
                builder.epsilon(empty, nextEmpty);
                builder.epsilon(filled, nextFilled);
            }
            builder.epsilon(values.inner(property.getValue(), place, value), nextFilled);
            empty = nextEmpty;
            filled = nextFilled;
        }
        int close = builder.state();
        builder.epsilon(empty, close);
        builder.epsilon(filled, close);
        boolean none = others.isBoolean() && !others.booleanValue();
        if (!none && most != 0) {
            addOthers(others, properties.keySet(), pointer + "/additionalProperties", empty, filled, most, close);
        }
        return builder.literal(close, "}");
    }

    /** How many properties that are not named may come. */
    private static int most(ObjectNode schema, Map<String, JsonNode> properties, Set<String> required, String pointer) {
        int max = Keywords.count(schema, "maxProperties", pointer, Integer.MAX_VALUE);
        if (max < properties.size()) {
            throw new SchemaException(
                    pointer + "/maxProperties", "fewer properties than the schema names are not supported.");
        }
        if (Keywords.count(schema, "minProperties", pointer, 0) > required.size()) {
            throw new SchemaException(
                    pointer + "/minProperties", "more properties than the schema requires are not supported.");
        }
        return max == Integer.MAX_VALUE ? Grammar.UNBOUNDED : max - properties.size();
    }

    private void addOthers(JsonNode schema, Set<String> names, String pointer, int empty, int filled, int most,
            int close) {
        int member = builder.rule();
        int key = addName(builder.literal(builder.ruleStart(member), "\""), List.copyOf(names));
        builder.end(values.inner(schema, pointer, builder.separator(key, ':')));
        int another = builder.rule();
        builder.end(builder.call(builder.separator(builder.ruleStart(another), ','), member, 0));
        int rest = most == Grammar.UNBOUNDED ? Grammar.UNBOUNDED : most - 1;
        builder.epsilon(builder.repeat(builder.call(empty, member, 0), another, 0, rest), close);
        builder.epsilon(builder.repeat(filled, another, 0, most), close);
    }

    /** A name of letters, digits and the like that is none of {@code names}, and the quote behind it. */
    private int addName(int from, List<String> names) {
        List<String> words = new ArrayList<>();
        for (String name : names) {
            if (name.matches("[A-Za-z0-9_-]{1," + MAX_NAME + "}")) {
                words.add(name);
            }
        }
        int free = builder.rule();
        int to = builder.state();
        builder.end(to);
        NameTrie.addWordByte(builder, builder.ruleStart(free), to);
        int close = builder.state();
        NameTrie trie = NameTrie.of(words);
        trie.add(builder, from, free, close, true);
        return builder.literal(close, "\"");
    }
}
