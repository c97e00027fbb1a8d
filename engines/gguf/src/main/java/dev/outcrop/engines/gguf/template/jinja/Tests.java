package dev.outcrop.engines.gguf.template.jinja;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/** What may follow {@code is}. */
final class Tests {

    private Tests() {}

    static boolean holds(String name, @Nullable Object value, List<@Nullable Object> arguments,
            Budget budget) {
        Given given = new Given("the test '" + name + "'", arguments, Map.of());
        return switch (name) {
            case "defined" -> !(value instanceof Undefined);
            case "undefined" -> value instanceof Undefined;
            case "none" -> value == null;
            case "boolean" -> value instanceof Boolean;
            case "true" -> Boolean.TRUE.equals(value);
            case "false" -> Boolean.FALSE.equals(value);
            case "integer" -> value instanceof Long;
            case "float" -> value instanceof Double;
            case "number" -> Values.isNumeric(value);
            case "string" -> value instanceof String;
            case "mapping" -> value instanceof Map;
            case "sequence" -> value instanceof List || value instanceof String || value instanceof Map;
            case "iterable" ->
                value instanceof List || value instanceof String || value instanceof Map || value instanceof Undefined;
            case "callable" -> value instanceof Function;
            case "odd" -> Math.floorMod(Values.whole(value), 2) == 1;
            case "even" -> Math.floorMod(Values.whole(value), 2) == 0;
            case "divisibleby" -> Long.valueOf(0).equals(
                    Operators.apply("%", Values.whole(value), Values.whole(given.required(0)), budget));
            case "lower" -> Values.string(value).equals(Values.string(value).toLowerCase(Locale.ROOT));
            case "upper" -> Values.string(value).equals(Values.string(value).toUpperCase(Locale.ROOT));
            case "sameas" -> Objects.equals(value, given.required(0));
            case "eq", "equalto", "==" -> Values.areEqual(value, given.required(0));
            case "ne", "!=" -> !Values.areEqual(value, given.required(0));
            case "lt", "lessthan" -> Values.compare(value, given.required(0)) < 0;
            case "le" -> Values.compare(value, given.required(0)) <= 0;
            case "gt", "greaterthan" -> Values.compare(value, given.required(0)) > 0;
            case "ge" -> Values.compare(value, given.required(0)) >= 0;
            case "in" -> Values.contains(given.required(0), value, budget);
            default -> throw new JinjaException("the test '" + name + "' is not supported");
        };
    }
}
