package dev.outcrop.families.schema;

import java.util.ArrayList;
import java.util.List;

import dev.outcrop.wire.error.ValidationException;
import tools.jackson.databind.JsonNode;

/** Collects what is wrong with a body. Not thread-safe. */
public final class Violations {

    /** A hostile body could break millions of rules; nobody reads past this. */
    private static final int MOST = 100;

    private static final String BEFORE = "Malformed input request: ";
    private static final String AFTER = ", please reformat your input and try again.";

    private final List<String> texts = new ArrayList<>();

    /** Adds one violation. */
    public void add(String pointer, String text) {
        if (!isFull()) {
            texts.add(pointer + ": " + text);
        }
    }

    void addAll(Violations others) {
        others.texts.stream().limit((long) MOST - texts.size()).forEach(texts::add);
    }

    void type(String pointer, String expected, JsonNode found) {
        add(pointer, "expected type: " + expected + ", found: " + kind(found));
    }

    /** Whether nothing is wrong. */
    public boolean isEmpty() {
        return texts.isEmpty();
    }

    boolean isFull() {
        return texts.size() >= MOST;
    }

    /** @throws ValidationException naming every violation, when there is one */
    public void throwIfAny() {
        if (!texts.isEmpty()) {
            throw new ValidationException(BEFORE + String.join("", texts) + AFTER);
        }
    }

    /** Checks a body against a schema. */
    public static void check(Schema schema, JsonNode body) {
        Violations violations = new Violations();
        schema.check("#", body, violations);
        violations.throwIfAny();
    }

    /** The validator's names of what it finds: its own for JSON's kinds, Java's for numbers. */
    private static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "String";
            case BOOLEAN -> "Boolean";
            case ARRAY -> "JSONArray";
            case OBJECT, POJO -> "JSONObject";
            case NUMBER ->
                !value.isIntegralNumber()
                        ? "BigDecimal"
                        : value.isInt() ? "Integer" : value.isLong() ? "Long" : "BigInteger";
            case NULL, MISSING, BINARY -> "Null";
        };
    }
}
