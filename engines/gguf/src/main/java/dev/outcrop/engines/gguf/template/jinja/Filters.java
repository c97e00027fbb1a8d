package dev.outcrop.engines.gguf.template.jinja;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** What may follow a vertical bar. */
final class Filters {

    private final Budget budget;

    Filters(Budget budget) {
        this.budget = budget;
    }

    @Nullable
    Object apply(String name, @Nullable Object value, List<@Nullable Object> positional,
            Map<String, @Nullable Object> named) {
        Given given = new Given("the filter '" + name + "'", positional, named);
        return switch (name) {
            case "trim" -> budget.made(Methods.stripped(text(value), given.optional(0, "chars"), true, true));
            case "upper" -> budget.made(text(value).toUpperCase(Locale.ROOT));
            case "lower" -> budget.made(text(value).toLowerCase(Locale.ROOT));
            case "title" -> budget.made(Methods.titled(text(value)));
            case "capitalize" -> budget.made(Methods.capitalized(text(value)));
            case "string", "safe" -> text(value);
            case "replace" ->
                Methods.replaced(text(value), given.text(0), given.text(1), given.whole(2, "count", -1), budget);
            case "indent" -> indented(value, given);
            case "escape", "e" -> escaped(text(value));
            case "tojson" -> Json.written(value, given.whole(0, "indent", -1), budget);
            case "int" -> integer(value, given);
            case "float" -> real(value, given);
            case "abs" -> value instanceof Double n ? Math.abs(n) : (Object) Math.absExact(Values.whole(value));
            case "round" -> rounded(value, given.whole(0, "precision", 0));
            case "default", "d" -> or(value, given);
            case "length", "count" -> Values.length(value);
            case "list" -> Values.items(value, budget);
            case "items" -> value instanceof Map<?, ?> map ? Methods.items(map, budget) : Values.items(value, budget);
            case "dictsort" -> sorted(Methods.items(mapping(value), budget), item -> Operators.item(item, 0L));
            case "first" -> firstOf(Values.items(value, budget));
            case "last" -> firstOf(reversed(Values.items(value, budget)));
            case "reverse" -> value instanceof String s
                    ? new StringBuilder(s).reverse().toString()
                    : reversed(Values.items(value, budget));
            case "join" -> joined(value, given);
            case "sort" -> sort(value, given);
            case "unique" -> unique(value);
            case "sum" -> sum(value, given);
            case "min" -> firstOf(sorted(Values.items(value, budget), item -> item));
            case "max" -> firstOf(reversed(sorted(Values.items(value, budget), item -> item)));
            case "map" -> mapped(value, given);
            case "select" -> selected(value, given, 0, true);
            case "reject" -> selected(value, given, 0, false);
            case "selectattr" -> selected(value, given, 1, true);
            case "rejectattr" -> selected(value, given, 1, false);
            default -> throw new JinjaException("the filter '" + name + "' is not supported");
        };
    }

    private String text(@Nullable Object value) {
        return Values.written(value, budget);
    }

    private static Map<?, ?> mapping(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new JinjaException("expected a mapping but found " + Values.kind(value));
    }

    private static @Nullable Object or(@Nullable Object value, Given given) {
        boolean missing = value instanceof Undefined || (given.flag(1, "boolean") && !Values.isTrue(value));
        if (!missing) {
            return value;
        }
        return given.has(0, "default_value") ? given.optional(0, "default_value") : "";
    }

    private static @Nullable Object firstOf(List<@Nullable Object> items) {
        return items.isEmpty() ? new Undefined("the first item of an empty list") : items.getFirst();
    }

    private static List<@Nullable Object> reversed(List<@Nullable Object> items) {
        Collections.reverse(items);
        return items;
    }

    private String indented(@Nullable Object value, Given given) {
        String blanks = given.optional(0, "width") instanceof String s
                ? s
                : " ".repeat(Math.clamp(given.whole(0, "width", 4), 0, 64));
        boolean first = given.flag(1, "first");
        boolean blank = given.flag(2, "blank");
        List<@Nullable Object> lines = new ArrayList<>();
        String[] parts = text(value).split("\n", -1);
        for (int i = 0; i < parts.length; i++) {
            boolean moved = i == 0 ? first : blank || !parts[i].isEmpty();
            lines.add(moved ? blanks + parts[i] : parts[i]);
        }
        return Methods.joined("\n", lines, budget);
    }

    private String escaped(String text) {
        return budget.made(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
                .replace("'", "&#39;").replace("\"", "&#34;"));
    }

    private static Object integer(@Nullable Object value, Given given) {
        try {
            return switch (value) {
                case Double n -> (long) n.doubleValue();
                case String s -> (long) Double.parseDouble(PythonText.strip(s));
                case null, default -> Values.whole(value);
            };
        } catch (NumberFormatException | JinjaException e) {
            return (long) given.whole(0, "default", 0);
        }
    }

    private static Object real(@Nullable Object value, Given given) {
        try {
            return value instanceof String s ? Double.parseDouble(PythonText.strip(s)) : Values.number(value);
        } catch (NumberFormatException | JinjaException e) {
            Object absent = given.optional(0, "default");
            return absent == null ? 0.0 : Values.number(absent);
        }
    }

    /** Python rounds halves to the even neighbour. */
    private static double rounded(@Nullable Object value, int precision) {
        double n = Values.number(value);
        return Double.isFinite(n)
                ? new BigDecimal(n)
                        .setScale(Math.clamp(precision, -300, 300), RoundingMode.HALF_EVEN)
                        .doubleValue()
                : n;
    }

    private String joined(@Nullable Object value, Given given) {
        Object separator = given.optional(0, "d");
        Object attribute = given.optional(1, "attribute");
        List<@Nullable Object> items = Values.items(value, budget);
        if (attribute != null) {
            items.replaceAll(item -> attribute(item, Values.string(attribute)));
        }
        return Methods.joined(separator == null ? "" : Values.string(separator), items, budget);
    }

    private List<@Nullable Object> sort(@Nullable Object value, Given given) {
        Object attribute = given.optional(2, "attribute");
        boolean caseSensitive = given.flag(1, "case_sensitive");
        List<@Nullable Object> items = sorted(Values.items(value, budget), item -> {
            Object key = attribute == null ? item : attribute(item, Values.string(attribute));
            return !caseSensitive && key instanceof String s ? s.toLowerCase(Locale.ROOT) : key;
        });
        return given.flag(0, "reverse") ? reversed(items) : items;
    }

    private interface Key {
        @Nullable
        Object of(@Nullable Object item);
    }

    private List<@Nullable Object> sorted(List<@Nullable Object> items, Key key) {
        budget.spend(items.size());
        Comparator<@Nullable Object> byKey = (a, b) -> Values.compare(key.of(a), key.of(b));
        items.sort(byKey);
        return items;
    }

    private List<@Nullable Object> unique(@Nullable Object value) {
        List<@Nullable Object> distinct = new ArrayList<>();
        for (Object item : Values.items(value, budget)) {
            budget.spend(distinct.size());
            if (!Values.contains(distinct, item, budget)) {
                distinct.add(item);
            }
        }
        return distinct;
    }

    private @Nullable Object sum(@Nullable Object value, Given given) {
        Object attribute = given.optional(0, "attribute");
        Object total = 0L;
        for (Object item : Values.items(value, budget)) {
            Object part = attribute == null ? item : attribute(item, Values.string(attribute));
            total = Operators.apply("+", total, part, budget);
        }
        return total;
    }

    private List<@Nullable Object> mapped(@Nullable Object value, Given given) {
        List<@Nullable Object> items = Values.items(value, budget);
        Object attribute = given.named().get("attribute");
        if (attribute != null) {
            String name = Values.string(attribute);
            items.replaceAll(item -> {
                Object found = attribute(item, name);
                return found instanceof Undefined && given.named().containsKey("default")
                        ? given.named().get("default")
                        : found;
            });
            return items;
        }
        String filter = given.text(0);
        List<@Nullable Object> rest = given.positional().subList(1, given.positional().size());
        items.replaceAll(item -> apply(filter, item, rest, given.named()));
        return items;
    }

    /** @param place of the test's name among the arguments; before it stands an attribute, if anything */
    private List<@Nullable Object> selected(@Nullable Object value, Given given, int place, boolean wanted) {
        String attribute = place == 0 ? null : given.text(0);
        int size = given.positional().size();
        String test = place < size ? given.text(place) : null;
        List<@Nullable Object> arguments = test == null ? List.of() : given.positional().subList(place + 1, size);
        List<@Nullable Object> chosen = new ArrayList<>();
        for (Object item : Values.items(value, budget)) {
            Object subject = attribute == null ? item : attribute(item, attribute);
            boolean holds = test == null ? Values.isTrue(subject) : Tests.holds(test, subject, arguments, budget);
            if (holds == wanted) {
                chosen.add(item);
            }
        }
        return chosen;
    }

    /** {@code a.b.0} goes from one item to the next. */
    private static @Nullable Object attribute(@Nullable Object item, String path) {
        Object found = item;
        for (String part : path.split("\\.", -1)) {
            boolean place = !part.isEmpty() && part.length() < 10 && part.chars().allMatch(Character::isDigit);
            found = Operators.item(found, place ? (Object) Long.valueOf(part) : part);
        }
        return found;
    }
}
