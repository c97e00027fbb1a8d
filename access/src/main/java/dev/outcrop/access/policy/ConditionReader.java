package dev.outcrop.access.policy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the conditions under one operator, such as {@code ForAnyValue:StringLikeIfExists}. */
final class ConditionReader {
    private static final String NULL = "Null";
    private static final String IF_EXISTS = "IfExists";

    private final @Nullable ConditionOperator operator;
    private final Condition.Quantifier quantifier;
    private final boolean ifExists;
    private final boolean variables;

    /** @param operator null for the operator {@code Null} */
    private ConditionReader(
            @Nullable ConditionOperator operator,
            Condition.Quantifier quantifier,
            boolean ifExists,
            boolean variables) {
        this.operator = operator;
        this.quantifier = quantifier;
        this.ifExists = ifExists;
        this.variables = variables;
    }

    /** @throws PolicyException when there is no such operator */
    static ConditionReader of(String text, boolean variables, String path) {
        Condition.Quantifier quantifier = Condition.Quantifier.NONE;
        for (Condition.Quantifier each : List.of(Condition.Quantifier.ANY, Condition.Quantifier.ALL)) {
            if (text.startsWith(each.prefix())) {
                quantifier = each;
            }
        }
        String name = text.substring(quantifier.prefix().length());
        if (name.equals(NULL) && quantifier == Condition.Quantifier.NONE) {
            return new ConditionReader(null, quantifier, false, variables);
        }
        boolean ifExists = name.endsWith(IF_EXISTS);
        String plain = ifExists ? name.substring(0, name.length() - IF_EXISTS.length()) : name;
        ConditionOperator operator = ConditionOperator.of(plain);
        if (operator == null) {
            throw new PolicyException(path, reason(text, plain));
        }
        return new ConditionReader(operator, quantifier, ifExists, variables);
    }

    private static String reason(String text, String plain) {
        if (plain.equals(NULL)) {
            return "Null takes neither IfExists nor ForAnyValue or ForAllValues.";
        }
        Set<String> known = new HashSet<>(ConditionOperator.texts());
        known.add(NULL);
        return "Invalid condition type: " + (text.length() <= 100 ? text : text.substring(0, 100) + "...") + "."
                + NearestName.hint(plain, known);
    }

    /** @throws PolicyException when there is no such key, or a value is not of the operator's type */
    Condition read(String key, JsonNode node, String path) {
        ConditionKeys.check(key, path);
        List<String> values = values(node, path);
        String lower = key.toLowerCase(Locale.ROOT);
        if (operator == null) {
            return absence(lower, values, path);
        }
        List<Comparand> comparands = new ArrayList<>();
        for (String value : values) {
            comparands.add(operator.read(new ConditionOperator.Value(value, variables, path)));
        }
        return new Condition.Comparison(lower, quantifier, operator.isNegated(), ifExists, comparands);
    }

    private static Condition absence(String key, List<String> values, String path) {
        if (values.size() == 1 && values.getFirst().equalsIgnoreCase("true")) {
            return new Condition.Absence(key, true);
        }
        if (values.size() == 1 && values.getFirst().equalsIgnoreCase("false")) {
            return new Condition.Absence(key, false);
        }
        throw new PolicyException(path, "Null takes true (there is no such key in the call) or false (there is).");
    }

    private static List<String> values(JsonNode node, String path) {
        if (!node.isArray()) {
            return List.of(value(node, path));
        }
        if (node.isEmpty()) {
            throw new PolicyException(path, "A condition must have at least one value.");
        }
        List<String> values = new ArrayList<>();
        node.forEach(each -> values.add(value(each, path)));
        return values;
    }

    /** Numbers and booleans may be written with or without quotes. */
    private static String value(JsonNode node, String path) {
        if (node.isString()) {
            return node.stringValue();
        }
        if (node.isBoolean() || node.isIntegralNumber()) {
            return node.asString();
        }
        if (node.isNumber() && Double.isFinite(node.doubleValue()) && Math.abs(node.doubleValue()) < 1e15) {
            return BigDecimal.valueOf(node.doubleValue()).toPlainString();
        }
        throw new PolicyException(path, "Values of conditions are strings, numbers or booleans, or arrays of them.");
    }
}
