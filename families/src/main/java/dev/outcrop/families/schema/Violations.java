package dev.outcrop.families.schema;

import java.util.ArrayList;
import java.util.List;

import dev.outcrop.wire.error.ValidationException;
import tools.jackson.databind.JsonNode;

/**
 * Collects what is wrong with a body. Not thread-safe.
 *
 * <p>The validator whose words these are keeps a tree: a value with one violation is a leaf, a value with several is a
 * group. It lists the leaves of a node first, then the leaves of each group, and so does this.
 */
public final class Violations {

    /** A hostile body could break millions of rules; nobody reads past this. */
    private static final int MOST = 100;

    private static final String BEFORE = "Malformed input request: ";
    private static final String AFTER = ", please reformat your input and try again.";

    private sealed interface Entry {}

    private record Leaf(String text) implements Entry {}

    private record Group(List<Entry> entries) implements Entry {
        private void addTo(StringBuilder text) {
            entries.forEach(entry -> {
                if (entry instanceof Leaf(String leaf)) {
                    text.append(leaf);
                }
            });
            entries.forEach(entry -> {
                if (entry instanceof Group group) {
                    group.addTo(text);
                }
            });
        }
    }

    private final List<Entry> entries = new ArrayList<>();
    private int leaves;

    /** Adds one violation. */
    public void add(String pointer, String text) {
        if (!isFull()) {
            entries.add(new Leaf(pointer + ": " + text));
            leaves++;
        }
    }

    /** Checks a part of a value: what is wrong with it forms one entry. */
    void nested(Schema schema, String pointer, JsonNode value) {
        int from = entries.size();
        schema.check(pointer, value, this);
        List<Entry> own = entries.subList(from, entries.size());
        if (own.size() > 1) {
            Group group = new Group(List.copyOf(own));
            own.clear();
            entries.add(group);
        }
    }

    /** Adds what was wrong with one branch of a choice. */
    void addAll(Violations branch) {
        if (!isFull()) {
            entries.addAll(branch.entries);
            leaves += branch.leaves;
        }
    }

    void type(String pointer, String expected, JsonNode found) {
        add(pointer, "expected type: " + expected + ", found: " + kind(found));
    }

    /** Whether nothing is wrong. */
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    boolean isFull() {
        return leaves >= MOST;
    }

    /** @throws ValidationException naming every violation, when there is one */
    public void throwIfAny() {
        if (!isEmpty()) {
            StringBuilder text = new StringBuilder(BEFORE);
            new Group(entries).addTo(text);
            throw new ValidationException(text.append(AFTER).toString());
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
