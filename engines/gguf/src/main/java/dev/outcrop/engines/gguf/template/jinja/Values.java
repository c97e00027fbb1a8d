package dev.outcrop.engines.gguf.template.jinja;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/** Python's meaning of values: truth, equality, order, length, items, and how they are written. */
final class Values {

    private Values() {}

    static boolean isTrue(@Nullable Object value) {
        return switch (value) {
            case null -> false;
            case Boolean b -> b;
            case Long n -> n != 0;
            case Double n -> n != 0;
            case String s -> !s.isEmpty();
            case List<?> list -> !list.isEmpty();
            case Map<?, ?> map -> !map.isEmpty();
            case Undefined u -> false;
            default -> true;
        };
    }

    static boolean areEqual(@Nullable Object a, @Nullable Object b) {
        if (isNumeric(a) && isNumeric(b)) {
            boolean real = a instanceof Double || b instanceof Double;
            return real ? number(a) == number(b) : whole(a) == whole(b);
        }
        if (a instanceof Undefined && b instanceof Undefined) {
            return true;
        }
        if (a instanceof List<?> x && b instanceof List<?> y) {
            if (x.size() != y.size()) {
                return false;
            }
            for (int i = 0; i < x.size(); i++) {
                if (!areEqual(x.get(i), y.get(i))) {
                    return false;
                }
            }
            return true;
        }
        return Objects.equals(a, b);
    }

    static int compare(@Nullable Object a, @Nullable Object b) {
        if (isNumeric(a) && isNumeric(b)) {
            boolean real = a instanceof Double || b instanceof Double;
            return real
                    ? Double.compare(number(a), number(b))
                    : Long.compare(whole(a), whole(b));
        }
        if (a instanceof String x && b instanceof String y) {
            return x.compareTo(y);
        }
        throw new JinjaException("cannot order " + kind(a) + " and " + kind(b));
    }

    static boolean isNumeric(@Nullable Object value) {
        return value instanceof Long || value instanceof Double || value instanceof Boolean;
    }

    static double number(@Nullable Object value) {
        return switch (value) {
            case Double n -> n;
            case null, default -> whole(value);
        };
    }

    static long whole(@Nullable Object value) {
        return switch (value) {
            case Long n -> n;
            case Boolean b -> b ? 1 : 0;
            case Undefined u -> throw u.used();
            case null, default -> throw new JinjaException("expected a whole number but found " + kind(value));
        };
    }

    /** A whole number for a place or a count. */
    static int index(@Nullable Object value) {
        return Math.clamp(whole(value), Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    static String string(@Nullable Object value) {
        return switch (value) {
            case String s -> s;
            case Undefined u -> throw u.used();
            case null, default -> throw new JinjaException("expected text but found " + kind(value));
        };
    }

    static long length(@Nullable Object value) {
        return switch (value) {
            case String s -> s.codePointCount(0, s.length());
            case List<?> list -> list.size();
            case Map<?, ?> map -> map.size();
            case Undefined u -> 0;
            case null, default -> throw new JinjaException(kind(value) + " has no length");
        };
    }

    /** What a loop over the value goes through. */
    static List<@Nullable Object> items(@Nullable Object value, Budget budget) {
        return switch (value) {
            case List<?> list -> budget.made(new ArrayList<>(list));
            case Map<?, ?> map -> budget.made(new ArrayList<>(map.keySet()));
            case String s -> {
                budget.spend(s.length());
                yield new ArrayList<>(s.codePoints().mapToObj(Character::toString).toList());
            }
            case Undefined u -> new ArrayList<>();
            case null, default -> throw new JinjaException("cannot go through " + kind(value));
        };
    }

    static boolean contains(@Nullable Object container, @Nullable Object value, Budget budget) {
        return switch (container) {
            case String s -> {
                budget.search(s, string(value));
                yield s.contains(string(value));
            }
            case List<?> list -> {
                budget.spend(list.size());
                yield list.stream().anyMatch(item -> areEqual(item, value));
            }
            case Map<?, ?> map -> map.containsKey(value);
            case Undefined u -> false;
            case null, default -> throw new JinjaException("cannot look into " + kind(container));
        };
    }

    static String kind(@Nullable Object value) {
        return switch (value) {
            case null -> "none";
            case Boolean b -> "a boolean";
            case Long n -> "a whole number";
            case Double n -> "a number";
            case String s -> "text";
            case List<?> list -> "a list";
            case Map<?, ?> map -> "a mapping";
            case Undefined u -> u.what();
            default -> "an object";
        };
    }

    /** Python's {@code str()}. */
    static String written(@Nullable Object value, Budget budget) {
        if (value instanceof String s) {
            return s;
        }
        if (value instanceof Undefined) {
            return "";
        }
        return budget.made(represented(value, budget));
    }

    /** Python's {@code repr()}. */
    private static String represented(@Nullable Object value, Budget budget) {
        budget.step();
        return switch (value) {
            case null -> "None";
            case Boolean b -> b ? "True" : "False";
            case Long n -> n.toString();
            case Double n -> real(n);
            case String s -> quoted(s);
            case List<?> list -> {
                StringBuilder out = new StringBuilder("[");
                for (Object item : list) {
                    separate(out, 1).append(represented(item, budget));
                    budget.added(out.length(), 0);
                }
                yield out.append(']').toString();
            }
            case Map<?, ?> map -> {
                StringBuilder out = new StringBuilder("{");
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    separate(out, 1).append(represented(entry.getKey(), budget)).append(": ")
                            .append(represented(entry.getValue(), budget));
                    budget.added(out.length(), 0);
                }
                yield out.append('}').toString();
            }
            case Undefined u -> "Undefined";
            default -> "<" + value.getClass().getSimpleName().toLowerCase(Locale.ROOT) + ">";
        };
    }

    static StringBuilder separate(StringBuilder out, int opening) {
        return out.length() > opening ? out.append(", ") : out;
    }

    static String real(double n) {
        if (Double.isNaN(n)) {
            return "nan";
        }
        if (Double.isInfinite(n)) {
            return n > 0 ? "inf" : "-inf";
        }
        double size = Math.abs(n);
        if (size != 0 && (size < 1e-4 || size >= 1e16)) {
            String text = Double.toString(n).replace(".0E", "E");
            int e = text.indexOf('E');
            int exponent = Integer.parseInt(text, e + 1, text.length(), 10);
            return text.substring(0, e) + (exponent < 0 ? "e-" : "e+") + (Math.abs(exponent) < 10 ? "0" : "")
                    + Math.abs(exponent);
        }
        String plain = new BigDecimal(Double.toString(n)).toPlainString();
        return plain.contains(".") ? plain : plain + ".0";
    }

    private static String quoted(String s) {
        char quote = s.contains("'") && !s.contains("\"") ? '"' : '\'';
        StringBuilder out = new StringBuilder().append(quote);
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            switch (c) {
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\\' -> out.append("\\\\");
                default -> {
                    if (c == quote) {
                        out.append('\\').append(c);
                    } else if (c < ' ' || c == 0x7F) {
                        out.append("\\x%02x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append(quote).toString();
    }
}
