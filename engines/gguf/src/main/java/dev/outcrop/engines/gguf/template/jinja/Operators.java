package dev.outcrop.engines.gguf.template.jinja;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Arithmetic and what else stands between two values, as Python has it. */
final class Operators {

    private Operators() {}

    static @Nullable Object apply(String operator, @Nullable Object a, @Nullable Object b, Budget budget) {
        if (a instanceof Undefined u) {
            throw u.used();
        }
        if (b instanceof Undefined u) {
            throw u.used();
        }
        try {
            return switch (operator) {
                case "+" -> add(a, b, budget);
                case "-" -> reals(a, b)
                        ? Values.number(a) - Values.number(b)
                        : (Object) Math.subtractExact(Values.whole(a), Values.whole(b));
                case "*" -> multiply(a, b, budget);
                case "/" -> Values.number(a) / divisor(b);
                case "//" -> reals(a, b)
                        ? Math.floor(Values.number(a) / divisor(b))
                        : (Object) Math.floorDiv(Values.whole(a), (long) divisor(b));
                case "%" -> remainder(a, b, budget);
                case "**" -> power(a, b);
                default -> throw new IllegalArgumentException(operator);
            };
        } catch (ArithmeticException e) {
            throw new JinjaException("a number is too large");
        }
    }

    private static Object add(@Nullable Object a, @Nullable Object b, Budget budget) {
        if (a instanceof String x && b instanceof String y) {
            budget.text((long) x.length() + y.length());
            return x + y;
        }
        if (a instanceof List<?> x && b instanceof List<?> y) {
            budget.spend((long) x.size() + y.size());
            List<@Nullable Object> both = new ArrayList<>(x);
            both.addAll(y);
            return both;
        }
        if (!Values.isNumeric(a) || !Values.isNumeric(b)) {
            throw new JinjaException("cannot add " + Values.kind(a) + " and " + Values.kind(b));
        }
        return reals(a, b)
                ? Values.number(a) + Values.number(b)
                : (Object) Math.addExact(Values.whole(a), Values.whole(b));
    }

    private static Object multiply(@Nullable Object a, @Nullable Object b, Budget budget) {
        if (a instanceof String text) {
            int times = Math.max(0, Values.index(b));
            budget.text((long) text.length() * times);
            return text.repeat(times);
        }
        if (b instanceof String) {
            return multiply(b, a, budget);
        }
        if (a instanceof List<?> list) {
            int times = Math.max(0, Values.index(b));
            budget.spend((long) list.size() * times);
            List<@Nullable Object> repeated = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                repeated.addAll(list);
            }
            return repeated;
        }
        return reals(a, b)
                ? Values.number(a) * Values.number(b)
                : (Object) Math.multiplyExact(Values.whole(a), Values.whole(b));
    }

    private static Object remainder(@Nullable Object a, @Nullable Object b, Budget budget) {
        if (a instanceof String format) {
            return formatted(format, b instanceof List<?> list ? list : Collections.singletonList(b), budget);
        }
        if (reals(a, b)) {
            double by = divisor(b);
            double rest = Values.number(a) % by;
            return rest != 0 && rest < 0 != by < 0 ? rest + by : rest;
        }
        return Math.floorMod(Values.whole(a), (long) divisor(b));
    }

    /** The conversions {@code %s}, {@code %d}, {@code %i} and {@code %%} without widths. */
    static String formatted(String format, List<?> values, Budget budget) {
        StringBuilder out = new StringBuilder();
        int next = 0;
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%') {
                out.append(c);
                continue;
            }
            char conversion = ++i < format.length() ? format.charAt(i) : ' ';
            if (conversion == '%') {
                out.append('%');
            } else if ("sdi".indexOf(conversion) < 0 || next >= values.size()) {
                throw new JinjaException("the format '" + format + "' is not supported or lacks a value");
            } else {
                out.append(Values.written(values.get(next++), budget));
                budget.added(out.length(), 0);
            }
        }
        return out.toString();
    }

    private static Object power(@Nullable Object a, @Nullable Object b) {
        if (reals(a, b) || Values.whole(b) < 0) {
            return Math.pow(Values.number(a), Values.number(b));
        }
        long result = 1;
        long base = Values.whole(a);
        long exponent = Values.whole(b);
        if (base == 0 || base == 1) {
            return exponent == 0 ? 1L : base;
        }
        if (exponent > Long.SIZE) {
            throw new ArithmeticException();
        }
        for (long i = 0; i < exponent; i++) {
            result = Math.multiplyExact(result, base);
        }
        return result;
    }

    static Object negate(@Nullable Object value) {
        return value instanceof Double n ? -n : (Object) Math.negateExact(Values.whole(value));
    }

    private static boolean reals(@Nullable Object a, @Nullable Object b) {
        return a instanceof Double || b instanceof Double;
    }

    private static double divisor(@Nullable Object value) {
        double by = Values.number(value);
        if (by == 0) {
            throw new JinjaException("division by zero");
        }
        return by;
    }

    static boolean compare(String operator, @Nullable Object a, @Nullable Object b, Budget budget) {
        return switch (operator) {
            case "==" -> Values.areEqual(a, b);
            case "!=" -> !Values.areEqual(a, b);
            case "in" -> Values.contains(b, a, budget);
            case "not in" -> !Values.contains(b, a, budget);
            case "<" -> Values.compare(a, b) < 0;
            case "<=" -> Values.compare(a, b) <= 0;
            case ">" -> Values.compare(a, b) > 0;
            case ">=" -> Values.compare(a, b) >= 0;
            default -> throw new IllegalArgumentException(operator);
        };
    }

    /** {@code of[key]} */
    static @Nullable Object item(@Nullable Object of, @Nullable Object key) {
        switch (of) {
            case Map<?, ?> map -> {
                if (map.containsKey(key)) {
                    return map.get(key);
                }
            }
            case List<?> list when key instanceof Long n -> {
                long place = n < 0 ? n + list.size() : n;
                if (place >= 0 && place < list.size()) {
                    return list.get((int) place);
                }
            }
            case String text when key instanceof Long n -> {
                int[] characters = text.codePoints().toArray();
                long place = n < 0 ? n + characters.length : n;
                if (place >= 0 && place < characters.length) {
                    return Character.toString(characters[(int) place]);
                }
            }
            case Namespace namespace -> {
                return attributeOf(namespace, String.valueOf(key));
            }
            case Undefined u -> throw u.used();
            case null, default -> {}
        }
        return new Undefined("the item " + (key instanceof String s ? "'" + s + "'" : String.valueOf(key)) + " of "
                + Values.kind(of));
    }

    static @Nullable Object attributeOf(Namespace namespace, String name) {
        return namespace.attributes().containsKey(name)
                ? namespace.attributes().get(name)
                : new Undefined("the attribute '" + name + "' of a namespace");
    }

    /** {@code of[from:to:step]} with Python's rules for missing, negative and far bounds. */
    static Object slice(@Nullable Object of, @Nullable Object from, @Nullable Object to, @Nullable Object step,
            Budget budget) {
        if (of instanceof Undefined u) {
            throw u.used();
        }
        if (!(of instanceof String) && !(of instanceof List<?>)) {
            throw new JinjaException("cannot slice " + Values.kind(of));
        }
        List<@Nullable Object> items = Values.items(of, budget);
        int by = step == null ? 1 : Values.index(step);
        if (by == 0) {
            throw new JinjaException("a slice cannot have step 0");
        }
        int size = items.size();
        int first = bound(from, by > 0 ? 0 : size - 1, size, by);
        int end = bound(to, by > 0 ? size : -1, size, by);
        List<@Nullable Object> taken = new ArrayList<>();
        for (long i = first; by > 0 ? i < end : i > end; i += by) {
            taken.add(items.get((int) i));
        }
        if (of instanceof String) {
            StringBuilder text = new StringBuilder();
            taken.forEach(text::append);
            return budget.made(text.toString());
        }
        return taken;
    }

    private static int bound(@Nullable Object given, int absent, int size, int step) {
        if (given == null) {
            return absent;
        }
        long place = Values.index(given);
        if (place < 0) {
            place += size;
        }
        return step > 0 ? Math.clamp(place, 0, size) : Math.clamp(place, -1, size - 1);
    }
}
