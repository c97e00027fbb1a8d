package dev.outcrop.engines.gguf.grammar;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Compiles JSON Schema (2020-12, and what older drafts wrote otherwise) to states whose texts all fit the schema.
 *
 * <p>Understood: {@code type}, {@code nullable}, {@code enum}, {@code const}, {@code properties}, {@code required},
 * {@code additionalProperties}, {@code maxProperties}, {@code items}, {@code prefixItems}, {@code minItems},
 * {@code maxItems}, {@code minLength}, {@code maxLength}, {@code pattern}, {@code format}, {@code minimum},
 * {@code maximum}, {@code exclusiveMinimum}, {@code exclusiveMaximum}, {@code multipleOf}, {@code anyOf}, {@code oneOf},
 * {@code allOf} and {@code $ref} within the schema, also recursive. Narrower than the schema, so that answers stay short and
 * simple: properties come in the schema's order; properties that the schema does not name only when it asks for them; a
 * schema without {@code type} is of the type that its other keywords speak of. Wider: {@code oneOf} is {@code anyOf}, and
 * {@code uniqueItems} and unknown formats are not looked at. Every other keyword that constrains is refused.
 */
final class SchemaCompiler {

    private static final int MAX_LENGTH = 1_000_000;
    private static final int MAX_DEPTH = 200;
    private static final int MAX_NODES = 20_000;
    private static final int MAX_CHOICES = 1_000;

    private static final Set<String> REFUSED = Set.of("not", "if", "dependentRequired", "dependentSchemas",
            "dependencies",
            "patternProperties", "propertyNames", "contains", "unevaluatedItems", "$dynamicRef", "$recursiveRef");

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(200)
                    .maxNumberLength(200)
                    .maxNameLength(10_000)
                    .build())
            .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final JsonNode root;
    private final ProgramBuilder builder;
    private final SchemaMerger merger;
    private final ObjectLayout objects;
    private final ArrayLayout arrays;
    private final Map<String, Integer> rules = new HashMap<>();
    /** References that are being compiled and have not read a byte yet. */
    private final Set<String> unguarded = new HashSet<>();
    private int anyRule = -1;
    private int nodes;
    private int depth;

    private SchemaCompiler(JsonNode root, ProgramBuilder builder) {
        this.root = root;
        this.builder = builder;
        this.merger = new SchemaMerger(this::resolve);
        this.objects = new ObjectLayout(builder, this);
        this.arrays = new ArrayLayout(builder, this);
    }

    /**
     * Appends the values of a schema and returns where one has been read.
     *
     * @throws SchemaException with the place that cannot be followed
     */
    static int compile(String schema, ProgramBuilder builder, int from) {
        if (schema.length() > MAX_LENGTH) {
            throw new SchemaException("", "it is longer than " + MAX_LENGTH + " characters.");
        }
        JsonNode root;
        try {
            root = JSON.readTree(schema);
        } catch (JacksonException e) {
            throw new SchemaException("", "it is no JSON, or nested too deeply.");
        }
        return new SchemaCompiler(root, builder).value(root, "", from);
    }

    static String written(JsonNode value) {
        return JSON.writeValueAsString(value);
    }

    static String quoted(String text) {
        return JSON.writeValueAsString(text);
    }

    /** A value behind bytes that have been read, so references may come round to themselves. */
    int inner(JsonNode schema, String pointer, int from) {
        Set<String> outside = Set.copyOf(unguarded);
        unguarded.clear();
        int after = value(schema, pointer, from);
        unguarded.addAll(outside);
        return after;
    }

    private int value(JsonNode schema, String pointer, int from) {
        if (++nodes > MAX_NODES) {
            throw new SchemaException(pointer, "it has more than " + MAX_NODES + " parts.");
        }
        if (schema.isBoolean()) {
            return schema.booleanValue() ? any(from) : builder.state();
        }
        if (!(schema instanceof ObjectNode object)) {
            throw new SchemaException(pointer, "a schema must be an object or a boolean.");
        }
        if (++depth > MAX_DEPTH) {
            throw new SchemaException(pointer, "it is nested more than " + MAX_DEPTH + " deep.");
        }
        int after = value(object, pointer, from);
        depth--;
        return after;
    }

    private int value(ObjectNode schema, String pointer, int from) {
        for (String keyword : REFUSED) {
            if (schema.has(keyword)) {
                throw new SchemaException(pointer, "'" + keyword + "' is not supported.");
            }
        }
        if (schema.has("$ref")) {
            String reference = Keywords.text(schema, "$ref", pointer);
            ObjectNode rest = SchemaMerger.without(schema, "$ref");
            return Keywords.constrains(rest)
                    ? value(merger.merge(rest, resolve(reference, pointer), pointer), pointer, from)
                    : reference(reference, pointer, from);
        }
        if (schema.has("allOf")) {
            JsonNode merged = SchemaMerger.without(schema, "allOf");
            for (JsonNode part : Keywords.list(schema, "allOf", pointer)) {
                merged = merger.merge(merged, part, pointer + "/allOf");
            }
            return value(merged, pointer, from);
        }
        for (String keyword : List.of("anyOf", "oneOf")) {
            if (schema.has(keyword)) {
                return choice(schema, keyword, pointer, from);
            }
        }
        if (schema.has("const") || schema.has("enum")) {
            return builder.oneOf(from, Constants.of(schema, pointer));
        }
        List<String> types = Keywords.types(schema, pointer);
        if (types.isEmpty() && !schema.has("type")) {
            return any(from);
        }
        int after = builder.state();
        for (String type : types) {
            int start = builder.state();
            builder.epsilon(from, start);
            builder.epsilon(ofType(type, schema, pointer, start), after);
        }
        return after;
    }

    private int choice(ObjectNode schema, String keyword, String pointer, int from) {
        ObjectNode rest = SchemaMerger.without(schema, keyword);
        boolean constrains = Keywords.constrains(rest);
        List<JsonNode> choices = Keywords.list(schema, keyword, pointer);
        if (choices.size() > MAX_CHOICES) {
            throw new SchemaException(pointer + "/" + keyword, "it has more than " + MAX_CHOICES + " choices.");
        }
        int after = builder.state();
        for (int i = 0; i < choices.size(); i++) {
            String place = pointer + "/" + keyword + "/" + i;
            int start = builder.state();
            builder.epsilon(from, start);
            JsonNode each = constrains ? merger.merge(rest, choices.get(i), place) : choices.get(i);
            builder.epsilon(value(each, place, start), after);
        }
        return after;
    }

    private int reference(String reference, String pointer, int from) {
        Integer rule = rules.get(reference);
        if (unguarded.contains(reference)) {
            throw new SchemaException(pointer, "the reference '" + reference + "' comes round to itself.");
        }
        if (rule == null) {
            rule = builder.rule();
            rules.put(reference, rule);
            unguarded.add(reference);
            builder.end(value(resolve(reference, pointer), pointer, builder.ruleStart(rule)));
            unguarded.remove(reference);
        }
        return builder.call(from, rule, 1);
    }

    private JsonNode resolve(String reference, String pointer) {
        if (!reference.startsWith("#") || (reference.length() > 1 && reference.charAt(1) != '/')) {
            throw new SchemaException(pointer, "the reference '" + reference + "' does not point into the schema.");
        }
        JsonNode at = root;
        for (String part : reference.length() < 2 ? new String[0] : reference.substring(2).split("/", -1)) {
            String name = Keywords.unescaped(part);
            at = at.isArray() && name.matches("\\d{1,6}") ? at.path(Integer.parseInt(name)) : at.path(name);
        }
        if (at.isMissingNode()) {
            throw new SchemaException(pointer, "the reference '" + reference + "' leads nowhere.");
        }
        return at;
    }

    private int ofType(String type, ObjectNode schema, String pointer, int from) {
        return switch (type) {
            case "null" -> builder.literal(from, "null");
            case "boolean" -> builder.oneOf(from, List.of("true", "false"));
            case "integer" -> Scalars.integer(builder, schema, pointer, from);
            case "number" -> Scalars.number(builder, schema, pointer, from);
            case "string" -> Scalars.string(builder, schema, pointer, from);
            case "array" -> arrays.add(schema, pointer, from);
            case "object" -> objects.add(schema, pointer, from);
            default -> throw new SchemaException(pointer, "there is no type '" + type + "'.");
        };
    }

    /** Any value. */
    int any(int from) {
        if (anyRule < 0) {
            anyRule = builder.rule();
            int start = builder.ruleStart(anyRule);
            int end = builder.state();
            builder.end(end);
            ObjectNode empty = JSON.createObjectNode();
            List<Integer> ends = new ArrayList<>();
            for (String type : List.of("null", "boolean", "number", "string", "array", "object")) {
                ends.add(ofType(type, empty, "", start));
            }
            ends.forEach(each -> builder.epsilon(each, end));
        }
        return builder.call(from, anyRule, 1);
    }
}
