package dev.outcrop.access.policy;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * How conditions compare (IAM user guide, "IAM JSON policy elements: Condition operators"). {@code Null} is not among them: it
 * asks whether there is a value and compares none.
 */
enum ConditionOperator {
    // Texts.
    STRING_EQUALS, STRING_NOT_EQUALS, STRING_EQUALS_IGNORE_CASE, STRING_NOT_EQUALS_IGNORE_CASE,
    // Texts with wildcards.
    STRING_LIKE, STRING_NOT_LIKE,
    // Numbers.
    NUMERIC_EQUALS, NUMERIC_NOT_EQUALS,
    // Their order.
    NUMERIC_LESS_THAN, NUMERIC_LESS_THAN_EQUALS, NUMERIC_GREATER_THAN, NUMERIC_GREATER_THAN_EQUALS,
    // Dates.
    DATE_EQUALS, DATE_NOT_EQUALS, DATE_LESS_THAN, DATE_LESS_THAN_EQUALS, DATE_GREATER_THAN, DATE_GREATER_THAN_EQUALS,
    // What is neither.
    BOOL, BINARY_EQUALS, IP_ADDRESS, NOT_IP_ADDRESS,
    // ARNs, always with wildcards.
    ARN_EQUALS, ARN_LIKE, ARN_NOT_EQUALS, ARN_NOT_LIKE;

    private static final Map<String, ConditionOperator> BY_TEXT = Arrays.stream(values())
            .collect(Collectors.toUnmodifiableMap(ConditionOperator::text, UnaryOperator.identity()));

    private final String text;
    private final boolean negated;

    /** Each is called as its constant is, so that no name can be given to two. */
    ConditionOperator() {
        this.text = Arrays.stream(name().split("_"))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
        this.negated = text.contains("Not");
    }

    /**
     * A value as a policy writes it.
     *
     * @param variables whether the policy's version has variables
     */
    record Value(String text, boolean variables, String path) {
        PolicyException isNo(String type) {
            String excerpt = text.length() <= 100 ? text : text.substring(0, 100) + "...";
            return new PolicyException(path, "\"" + excerpt + "\" is no " + type + ".");
        }
    }

    static @Nullable ConditionOperator of(String text) {
        return BY_TEXT.get(text);
    }

    /** Every operator's name. */
    static Set<String> texts() {
        return BY_TEXT.keySet();
    }

    String text() {
        return text;
    }

    /** Whether it holds when none of its values is the call's. */
    boolean isNegated() {
        return negated;
    }

    /** @throws PolicyException when the value is not of the operator's type */
    Comparand read(Value value) {
        return switch (this) {
            case STRING_EQUALS, STRING_NOT_EQUALS -> text(value, Template::isEqualTo);
            case STRING_EQUALS_IGNORE_CASE, STRING_NOT_EQUALS_IGNORE_CASE ->
                text(value, Template::isEqualIgnoringCaseTo);
            case STRING_LIKE, STRING_NOT_LIKE -> text(value, Template::isLike);
            case NUMERIC_EQUALS, NUMERIC_NOT_EQUALS -> number(value, order -> order == 0);
            case NUMERIC_LESS_THAN -> number(value, order -> order < 0);
            case NUMERIC_LESS_THAN_EQUALS -> number(value, order -> order <= 0);
            case NUMERIC_GREATER_THAN -> number(value, order -> order > 0);
            case NUMERIC_GREATER_THAN_EQUALS -> number(value, order -> order >= 0);
            case DATE_EQUALS, DATE_NOT_EQUALS -> date(value, order -> order == 0);
            case DATE_LESS_THAN -> date(value, order -> order < 0);
            case DATE_LESS_THAN_EQUALS -> date(value, order -> order <= 0);
            case DATE_GREATER_THAN -> date(value, order -> order > 0);
            case DATE_GREATER_THAN_EQUALS -> date(value, order -> order >= 0);
            case BOOL -> bool(value);
            case BINARY_EQUALS -> binary(value);
            case IP_ADDRESS, NOT_IP_ADDRESS -> address(value);
            case ARN_EQUALS, ARN_LIKE, ARN_NOT_EQUALS, ARN_NOT_LIKE -> arn(value);
        };
    }

    /** How a template is compared. */
    @FunctionalInterface
    private interface Comparison {
        boolean holds(Template template, String actual, RequestContext context);
    }

    private static Comparand text(Value value, Comparison comparison) {
        Template template = Template.parse(value.text(), value.variables(), value.path());
        return new Comparand() {
            @Override
            public boolean matches(String actual, RequestContext context) {
                return comparison.holds(template, actual, context);
            }

            @Override
            public Set<String> keys() {
                return template.keys();
            }
        };
    }

    /** ArnEquals and ArnLike behave alike. */
    private static Comparand arn(Value value) {
        ArnPattern pattern = ArnPattern.ofCondition(value.text(), value.variables(), value.path());
        return new Comparand() {
            @Override
            public boolean matches(String actual, RequestContext context) {
                return actual.startsWith("arn:") && pattern.matches(actual, context);
            }

            @Override
            public Set<String> keys() {
                return pattern.keys();
            }
        };
    }

    private static Comparand number(Value value, IntPredicate order) {
        BigDecimal expected = Scalars.number(value.text());
        if (expected == null) {
            throw value.isNo("number");
        }
        return (actual, context) -> {
            BigDecimal number = Scalars.number(actual);
            return number != null && order.test(number.compareTo(expected));
        };
    }

    private static Comparand date(Value value, IntPredicate order) {
        Instant expected = Scalars.instant(value.text());
        if (expected == null) {
            throw value.isNo("date: write it as 2026-11-24T08:30:00Z, or in seconds since 1970");
        }
        return (actual, context) -> {
            Instant instant = Scalars.instant(actual);
            return instant != null && order.test(instant.compareTo(expected));
        };
    }

    private static Comparand bool(Value value) {
        if (!isOneOf(value.text(), "true", "false")) {
            throw value.isNo("boolean: write true or false");
        }
        return (actual, context) -> actual.equalsIgnoreCase(value.text());
    }

    private static boolean isOneOf(String text, String... choices) {
        return Stream.of(choices).anyMatch(text::equalsIgnoreCase);
    }

    private static Comparand binary(Value value) {
        byte[] expected = Scalars.base64(value.text());
        if (expected == null) {
            throw value.isNo("binary value in base64");
        }
        return (actual, context) -> Arrays.equals(Scalars.base64(actual), expected);
    }

    private static Comparand address(Value value) {
        AddressRange range = AddressRange.parse(value.text());
        if (range == null) {
            throw value.isNo("IP address or range: write it as 203.0.113.0/24 or 2001:db8::/32");
        }
        return (actual, context) -> range.contains(actual);
    }
}
