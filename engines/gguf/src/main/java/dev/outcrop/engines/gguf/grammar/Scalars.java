package dev.outcrop.engines.gguf.grammar;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

import dev.outcrop.engines.gguf.grammar.Numbers.Bound;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Strings and numbers within what a schema allows. */
final class Scalars {

    private static final int LONGEST_PATTERN = 2_000;
    private static final int MOST_DIVISOR = 1_000;

    private Scalars() {}

    static int string(ProgramBuilder builder, ObjectNode schema, String pointer, int from) {
        int min = Keywords.count(schema, "minLength", pointer, 0);
        int max = Keywords.count(schema, "maxLength", pointer, Grammar.UNBOUNDED);
        if (max != Grammar.UNBOUNDED && max < min) {
            return builder.state();
        }
        Dfa dfa = null;
        for (String pattern : texts(schema, "pattern", pointer)) {
            String place = pointer + "/pattern";
            if (pattern.length() > LONGEST_PATTERN) {
                throw new SchemaException(place, "it is longer than " + LONGEST_PATTERN + " characters.");
            }
            Dfa each = Dfa.of(Regex.parse(pattern, place), place);
            dfa = dfa == null ? each : dfa.and(each, place);
        }
        for (String format : texts(schema, "format", pointer)) {
            String pattern = Formats.pattern(format);
            if (pattern != null) {
                Dfa each = Dfa.ofAll(pattern, pointer + "/format");
                dfa = dfa == null ? each : dfa.and(each, pointer + "/format");
            }
        }
        if (dfa == null) {
            return builder.string(from, min, max);
        }
        if (min > 0 || max != Grammar.UNBOUNDED) {
            dfa = dfa.ofLength(min, max, pointer);
        }
        return builder.literal(dfa.addQuoted(builder, builder.literal(from, "\"")), "\"");
    }

    /** The texts of a keyword, of which schemas that were merged may have several. */
    private static List<String> texts(ObjectNode schema, String keyword, String pointer) {
        JsonNode value = schema.path(keyword);
        if (value.isMissingNode()) {
            return List.of();
        }
        if (!value.isArray()) {
            return List.of(Keywords.text(schema, keyword, pointer));
        }
        List<String> texts = new ArrayList<>();
        value.forEach(each -> texts.add(each.asString()));
        return texts;
    }

    static @Nullable Bound low(ObjectNode schema, String pointer) {
        return stricter(bound(schema, "minimum", pointer), bound(schema, "exclusiveMinimum", pointer), true);
    }

    static @Nullable Bound high(ObjectNode schema, String pointer) {
        return stricter(bound(schema, "maximum", pointer), bound(schema, "exclusiveMaximum", pointer), false);
    }

    private static @Nullable Bound bound(ObjectNode schema, String keyword, String pointer) {
        JsonNode value = schema.path(keyword);
        // Draft 4: a boolean beside minimum or maximum.
        if (value.isBoolean()) {
            return null;
        }
        BigDecimal decimal = Keywords.optionalDecimal(schema, keyword, pointer);
        boolean exclusive = keyword.startsWith("exclusive")
                || schema.path(keyword.equals("minimum") ? "exclusiveMinimum" : "exclusiveMaximum").asBoolean(false);
        return decimal == null ? null : new Bound(decimal, exclusive);
    }

    private static @Nullable Bound stricter(@Nullable Bound a, @Nullable Bound b, boolean larger) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        int order = a.value().compareTo(b.value());
        boolean stricter = order == 0 ? a.exclusive() : larger == order > 0;
        return stricter ? a : b;
    }

    static int integer(ProgramBuilder builder, ObjectNode schema, String pointer, int from) {
        Bound low = low(schema, pointer);
        Bound high = high(schema, pointer);
        String pattern = low == null && high == null ? Numbers.ANY_INTEGER : Numbers.integers(low, high);
        Dfa dfa = Dfa.ofAll(pattern, pointer);
        BigDecimal divisor = Keywords.optionalDecimal(schema, "multipleOf", pointer);
        if (divisor != null) {
            dfa = divided(dfa, divisor, pointer);
        }
        return dfa.addPlain(builder, from);
    }

    private static Dfa divided(Dfa dfa, BigDecimal divisor, String pointer) {
        BigDecimal plain = divisor.stripTrailingZeros();
        if (plain.signum() <= 0) {
            throw new SchemaException(pointer + "/multipleOf", "it must be greater than zero.");
        }
        if (plain.scale() > 0 && plain.unscaledValue().bitLength() == 1) {
            return dfa; // Every whole number is a multiple of 0.1, 0.01 and so on.
        }
        if (plain.scale() > 0 || plain.compareTo(BigDecimal.valueOf(MOST_DIVISOR)) > 0) {
            throw new SchemaException(
                    pointer + "/multipleOf", "only 1 to " + MOST_DIVISOR + " and 0.1, 0.01 and so on are supported.");
        }
        return dfa.divisibleBy(plain.intValueExact(), pointer + "/multipleOf");
    }

    static int number(ProgramBuilder builder, ObjectNode schema, String pointer, int from) {
        Bound low = low(schema, pointer);
        Bound high = high(schema, pointer);
        BigDecimal divisor = Keywords.optionalDecimal(schema, "multipleOf", pointer);
        if (divisor != null && divisor.stripTrailingZeros().scale() <= 0) {
            return integer(builder, schema, pointer, from);
        }
        int after = builder.state();
        for (List<String> patterns : low == null && high == null
                ? List.of(List.of(Numbers.ANY_NUMBER))
                : Numbers.decimals(low, high)) {
            Dfa dfa = Dfa.ofAll(patterns.getFirst(), pointer);
            for (String pattern : patterns.subList(1, patterns.size())) {
                dfa = dfa.and(Dfa.ofAll(pattern, pointer), pointer);
            }
            if (divisor != null) {
                divided(dfa, divisor, pointer);
                int digits = divisor.stripTrailingZeros().scale();
                dfa = dfa.and(Dfa.ofAll("-?\\d+(\\.\\d{1," + digits + "})?", pointer), pointer);
            }
            builder.epsilon(dfa.addPlain(builder, from), after);
        }
        return after;
    }
}
