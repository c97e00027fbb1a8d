package dev.outcrop.families.schema;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.google.re2j.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a JSON value must look like. Immutable.
 *
 * <p>The wording of violations is that of the Java JSON-schema validator "everit", which the service's messages show
 * (collected from public reports of real traffic).
 */
public sealed interface Schema {

    /** Adds the violations of a value; {@code pointer} is its place as a JSON pointer in a URI fragment. */
    void check(String pointer, JsonNode value, Violations violations);

    /** Any value. */
    record Anything() implements Schema {
        @Override
        public void check(String pointer, JsonNode value, Violations violations) {}
    }

    /**
     * A string.
     *
     * @param minLength and maxLength in code points
     * @param pattern must be found in the string
     */
    record Text(
            int minLength,
            int maxLength,
            @Nullable Pattern pattern,
            List<String> values)
            implements
                Schema {
        @Override
        public void check(String pointer, JsonNode value, Violations violations) {
            if (!value.isString()) {
                violations.type(pointer, "String", value);
                return;
            }
            String text = value.stringValue();
            int length = text.codePointCount(0, text.length());
            if (length < minLength) {
                violations.add(pointer, "expected minLength: " + minLength + ", actual: " + length);
            }
            if (length > maxLength) {
                violations.add(pointer, "expected maxLength: " + maxLength + ", actual: " + length);
            }
            if (pattern != null && !pattern.matcher(text).find()) {
                violations.add(pointer, "string [" + text + "] does not match pattern " + pattern.pattern());
            }
            if (!values.isEmpty() && !values.contains(text)) {
                violations.add(pointer, text + " is not a valid enum value");
            }
        }
    }

    /** A number; bounds are inclusive unless {@code exclusiveMin}. */
    record Numeric(@Nullable BigDecimal min, @Nullable BigDecimal max, boolean exclusiveMin, boolean whole)
            implements
                Schema {
        @Override
        public void check(String pointer, JsonNode value, Violations violations) {
            if (!value.isNumber()) {
                violations.type(pointer, whole ? "Integer" : "Number", value);
                return;
            }
            if (whole && !value.isIntegralNumber()) {
                violations.type(pointer, "Integer", value);
                return;
            }
            BigDecimal number = value.decimalValue();
            if (min != null && exclusiveMin && number.compareTo(min) <= 0) {
                violations.add(pointer, shown(value) + " is not greater than " + min);
            } else if (min != null && number.compareTo(min) < 0) {
                violations.add(pointer, shown(value) + " is not greater or equal to " + min);
            }
            if (max != null && number.compareTo(max) > 0) {
                violations.add(pointer, shown(value) + " is not less or equal to " + max);
            }
        }

        private static String shown(JsonNode value) {
            String text = value.asString();
            return text.length() <= 40 ? text : text.substring(0, 40) + "...";
        }
    }

    /** One of these whole numbers. */
    record OneOfNumbers(List<Integer> values) implements Schema {
        @Override
        public void check(String pointer, JsonNode value, Violations violations) {
            if (!value.isIntegralNumber()) {
                violations.type(pointer, "Integer", value);
            } else if (!value.canConvertToInt() || !values.contains(value.intValue())) {
                violations.add(pointer, Numeric.shown(value) + " is not a valid enum value");
            }
        }
    }

    /** True or false. */
    record Bool() implements Schema {
        @Override
        public void check(String pointer, JsonNode value, Violations violations) {
            if (!value.isBoolean()) {
                violations.type(pointer, "Boolean", value);
            }
        }
    }

    /** An array. */
    record Items(Schema item, int min, int max) implements Schema {
        @Override
        public void check(String pointer, JsonNode value, Violations violations) {
            if (!value.isArray()) {
                violations.type(pointer, "JSONArray", value);
                return;
            }
            if (value.size() < min) {
                violations.add(pointer, "expected minimum item count: " + min + ", found: " + value.size());
            }
            if (value.size() > max) {
                violations.add(pointer, "expected maximum item count: " + max + ", found: " + value.size());
            }
            for (int i = 0; i < value.size() && !violations.isFull(); i++) {
                violations.nested(item, pointer + "/" + i, value.get(i));
            }
        }
    }

    /**
     * An object. Required keys are reported first, then keys that are not permitted, then what is wrong with the values.
     *
     * @param closed no other keys than {@code properties}
     */
    record Fields(Map<String, Schema> properties, List<String> required, boolean closed) implements Schema {
        public Fields {
            properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
            required = List.copyOf(required);
        }

        @Override
        public void check(String pointer, JsonNode value, Violations violations) {
            if (!value.isObject()) {
                violations.type(pointer, "JSONObject", value);
                return;
            }
            for (String key : required) {
                if (!value.has(key)) {
                    violations.add(pointer, "required key [" + key + "] not found");
                }
            }
            if (closed) {
                for (String key : value.propertyNames()) {
                    if (!properties.containsKey(key)) {
                        violations.add(pointer, "extraneous key [" + key + "] is not permitted");
                    }
                }
            }
            properties.forEach((key, schema) -> {
                JsonNode member = value.get(key);
                if (member != null) {
                    violations.nested(schema, pointer + "/" + key, member);
                }
            });
        }
    }

    /**
     * An object with one of these keys: a choice of as many schemas that require one each. Reported after what is wrong with
     * the object itself.
     *
     * @param exactly not more than one
     */
    record OneKeyOf(Fields object, List<String> keys, boolean exactly) implements Schema {
        public OneKeyOf {
            keys = List.copyOf(keys);
        }

        @Override
        public void check(String pointer, JsonNode value, Violations violations) {
            object.check(pointer, value, violations);
            if (!value.isObject()) {
                return;
            }
            long given = keys.stream().filter(value::has).count();
            if (given == 0) {
                keys.forEach(key -> violations.add(pointer, "required key [" + key + "] not found"));
            } else if (exactly && given > 1) {
                violations.add(pointer, given + " subschemas matched instead of one");
            }
        }
    }

    /**
     * An object of one key: a union whose members exclude each other.
     *
     * @param beside a key that may stand beside the one, or alone
     */
    record OneKey(Fields object, String beside) implements Schema {
        @Override
        public void check(String pointer, JsonNode value, Violations violations) {
            // As recorded, a key that is not permitted is reported as that alone.
            long known = object.properties().keySet().stream().filter(key -> !key.equals(beside) && value.has(key))
                    .count();
            if (value.isObject() && value.isEmpty()) {
                violations.add(pointer, "minimum size: [1], found: [0]");
            } else if (known > 1) {
                violations.add(pointer, "maximum size: [1], found: [" + known + "]");
            }
            object.check(pointer, value, violations);
        }
    }

    /** The first schema when the value is of its kind, else the second: for members that are a string or a list. */
    record Either(Schema one, Schema other) implements Schema {
        @Override
        public void check(String pointer, JsonNode value, Violations violations) {
            Violations first = new Violations();
            one.check(pointer, value, first);
            if (first.isEmpty()) {
                return;
            }
            Violations second = new Violations();
            other.check(pointer, value, second);
            if (!second.isEmpty()) {
                violations.addAll(first);
                violations.addAll(second);
            }
        }
    }

    /** Any string. */
    static Text text() {
        return new Text(0, Integer.MAX_VALUE, null, List.of());
    }

    /** A string that is not empty. */
    static Text nonEmptyText() {
        return new Text(1, Integer.MAX_VALUE, null, List.of());
    }

    /** A string of at most this many characters, and not empty. */
    static Text textUpTo(int maxLength) {
        return new Text(1, maxLength, null, List.of());
    }

    /** A string in which the pattern is found. */
    static Text matching(String pattern) {
        return new Text(0, Integer.MAX_VALUE, Pattern.compile(pattern), List.of());
    }

    /** One of these strings. */
    static Text oneOf(String... values) {
        return new Text(0, Integer.MAX_VALUE, null, List.of(values));
    }

    /** A number from min to max. */
    static Numeric number(String min, String max) {
        return new Numeric(new BigDecimal(min), new BigDecimal(max), false, false);
    }

    /** A number above min, up to max. */
    static Numeric numberAbove(String min, String max) {
        return new Numeric(new BigDecimal(min), new BigDecimal(max), true, false);
    }

    /** A whole number from min to max. */
    static Numeric integer(long min, long max) {
        return new Numeric(BigDecimal.valueOf(min), BigDecimal.valueOf(max), false, true);
    }

    /** A whole number from min. */
    static Numeric integerFrom(long min) {
        return new Numeric(BigDecimal.valueOf(min), null, false, true);
    }

    /** An array of any length. */
    static Items listOf(Schema item) {
        return new Items(item, 0, Integer.MAX_VALUE);
    }

    /** An array of at most this many items. */
    static Items listOf(Schema item, int max) {
        return new Items(item, 0, max);
    }

    /** Starts an object. */
    static FieldsBuilder object() {
        return new FieldsBuilder();
    }

    /** Collects the keys of an object. */
    final class FieldsBuilder {
        private final Map<String, Schema> properties = new LinkedHashMap<>();
        private final List<String> required = new ArrayList<>();

        private FieldsBuilder() {}

        /** A key that must be there. */
        public FieldsBuilder required(String key, Schema schema) {
            required.add(key);
            return optional(key, schema);
        }

        /** A key that may be there. */
        public FieldsBuilder optional(String key, Schema schema) {
            properties.put(key, schema);
            return this;
        }

        /** No other keys. */
        public Fields closed() {
            return new Fields(properties, required, true);
        }

        /** Any other keys too. */
        public Fields open() {
            return new Fields(properties, required, false);
        }
    }
}
