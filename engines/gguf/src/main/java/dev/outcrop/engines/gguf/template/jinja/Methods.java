package dev.outcrop.engines.gguf.template.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Python's methods of text, lists and mappings, as far as templates use them. */
final class Methods {

    private Methods() {}

    /** The method bound to the value, or null when the value has none of this name. */
    static @Nullable Function of(@Nullable Object value, String name, Budget budget) {
        return switch (value) {
            case String text when isTextMethod(name) ->
                (positional, named) -> text(text, name, new Given(name, positional, named), budget);
            case Map<?, ?> map when isMapMethod(name) ->
                (positional, named) -> map(map, name, new Given(name, positional, named), budget);
            case List<?> list when name.equals("index") || name.equals("count") ->
                (positional, named) -> list(list, name, new Given(name, positional, named));
            case null, default -> null;
        };
    }

    private static boolean isTextMethod(String name) {
        return switch (name) {
            case "strip", "lstrip", "rstrip", "split", "rsplit", "splitlines", "startswith", "endswith", "replace",
                    "upper", "lower", "title", "capitalize", "find", "rfind", "count", "join", "removeprefix",
                    "removesuffix", "isdigit", "isalpha", "isspace", "isupper", "islower" ->
                true;
            default -> false;
        };
    }

    private static boolean isMapMethod(String name) {
        return name.equals("items") || name.equals("keys") || name.equals("values") || name.equals("get");
    }

    private static @Nullable Object text(String text, String name, Given given, Budget budget) {
        budget.spend(text.length() / 64);
        return switch (name) {
            case "strip" -> stripped(text, given.optional(0, "chars"), true, true);
            case "lstrip" -> stripped(text, given.optional(0, "chars"), true, false);
            case "rstrip" -> stripped(text, given.optional(0, "chars"), false, true);
            case "split" -> split(text, given.optional(0, "sep"), given.whole(1, "maxsplit", -1), budget);
            case "rsplit" -> splitFromEnd(text, given.optional(0, "sep"), given.whole(1, "maxsplit", -1), budget);
            case "splitlines" -> new ArrayList<Object>(text.lines().toList());
            case "startswith" -> given.anyText(0).stream().anyMatch(text::startsWith);
            case "endswith" -> given.anyText(0).stream().anyMatch(text::endsWith);
            case "replace" -> replaced(text, given.text(0), given.text(1), given.whole(2, "count", -1), budget);
            case "upper" -> text.toUpperCase(Locale.ROOT);
            case "lower" -> text.toLowerCase(Locale.ROOT);
            case "title" -> titled(text);
            case "capitalize" -> capitalized(text);
            case "find" -> place(text, text.indexOf(searched(text, given, budget)));
            case "rfind" -> place(text, text.lastIndexOf(searched(text, given, budget)));
            case "count" -> occurrences(text, searched(text, given, budget));
            case "join" -> joined(text, Values.items(given.required(0), budget), budget);
            case "removeprefix" ->
                text.startsWith(given.text(0)) ? text.substring(given.text(0).length()) : text;
            case "removesuffix" ->
                text.endsWith(given.text(0)) ? text.substring(0, text.length() - given.text(0).length()) : text;
            case "isdigit" -> !text.isEmpty() && text.codePoints().allMatch(Character::isDigit);
            case "isalpha" -> !text.isEmpty() && text.codePoints().allMatch(Character::isLetter);
            case "isspace" -> !text.isEmpty() && text.codePoints().allMatch(PythonText::isSpace);
            case "isupper" -> !text.equals(text.toLowerCase(Locale.ROOT)) && text.equals(text.toUpperCase(Locale.ROOT));
            case "islower" -> !text.equals(text.toUpperCase(Locale.ROOT)) && text.equals(text.toLowerCase(Locale.ROOT));
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static @Nullable Object map(Map<?, ?> map, String name, Given given, Budget budget) {
        return switch (name) {
            case "get" ->
                map.containsKey(given.required(0)) ? map.get(given.required(0)) : given.optional(1, "default");
            case "items" -> items(map, budget);
            case "keys" -> budget.made(new ArrayList<Object>(map.keySet()));
            case "values" -> budget.made(new ArrayList<@Nullable Object>(map.values()));
            default -> throw new IllegalArgumentException(name);
        };
    }

    static List<@Nullable Object> items(Map<?, ?> map, Budget budget) {
        List<@Nullable Object> pairs = new ArrayList<>();
        map.forEach((key, value) -> pairs.add(Given.listOf(key, value)));
        return budget.made(pairs);
    }

    private static Object list(List<?> list, String name, Given given) {
        Object wanted = given.required(0);
        if (name.equals("count")) {
            return list.stream().filter(item -> Values.areEqual(item, wanted)).count();
        }
        for (int i = 0; i < list.size(); i++) {
            if (Values.areEqual(list.get(i), wanted)) {
                return (long) i;
            }
        }
        throw new JinjaException("the list does not contain the value");
    }

    static String stripped(String text, @Nullable Object characters, boolean start, boolean end) {
        if (characters != null) {
            return PythonText.strip(text, Values.string(characters), start, end);
        }
        String stripped = start ? PythonText.stripStart(text) : text;
        return end ? PythonText.stripEnd(stripped) : stripped;
    }

    private static Object split(String text, @Nullable Object separator, int most, Budget budget) {
        List<@Nullable Object> parts = new ArrayList<>();
        if (separator == null) {
            return budget.made(words(text, most));
        }
        String by = separator(separator);
        budget.search(text, by);
        int from = 0;
        for (int at = text.indexOf(by); at >= 0 && (most < 0 || parts.size() < most); at = text.indexOf(by, from)) {
            parts.add(text.substring(from, at));
            from = at + by.length();
        }
        parts.add(text.substring(from));
        return budget.made(parts);
    }

    private static List<@Nullable Object> words(String text, int most) {
        List<@Nullable Object> words = new ArrayList<>();
        String rest = PythonText.stripStart(text);
        int from = 0;
        while (from < rest.length()) {
            if (most >= 0 && words.size() == most) {
                words.add(PythonText.stripEnd(rest.substring(from)));
                break;
            }
            int to = from;
            while (to < rest.length() && !PythonText.isSpace(rest.charAt(to))) {
                to++;
            }
            words.add(rest.substring(from, to));
            from = to;
            while (from < rest.length() && PythonText.isSpace(rest.charAt(from))) {
                from++;
            }
        }
        return words;
    }

    private static Object splitFromEnd(String text, @Nullable Object separator, int most, Budget budget) {
        if (separator == null || most < 0) {
            return split(text, separator, -1, budget);
        }
        String by = separator(separator);
        budget.search(text, by);
        List<@Nullable Object> parts = new ArrayList<>();
        int to = text.length();
        for (int at = text.lastIndexOf(by); at >= 0
                && parts.size() < most; at = text.lastIndexOf(by, at - by.length())) {
            parts.addFirst(text.substring(at + by.length(), to));
            to = at;
            if (at < by.length()) {
                break;
            }
        }
        parts.addFirst(text.substring(0, to));
        return budget.made(parts);
    }

    private static String separator(Object value) {
        String by = Values.string(value);
        if (by.isEmpty()) {
            throw new JinjaException("cannot split at empty text");
        }
        return by;
    }

    static String replaced(String text, String old, String by, int most, Budget budget) {
        if (old.isEmpty()) {
            throw new JinjaException("cannot replace empty text");
        }
        budget.search(text, old);
        StringBuilder out = new StringBuilder();
        int from = 0;
        int count = 0;
        for (int at = text.indexOf(old); at >= 0 && (most < 0 || count < most); at = text.indexOf(old, from)) {
            out.append(text, from, at).append(by);
            budget.added(out.length(), 0);
            budget.step();
            from = at + old.length();
            count++;
        }
        return out.append(text, from, text.length()).toString();
    }

    static String titled(String text) {
        StringBuilder out = new StringBuilder();
        boolean inWord = false;
        for (int c : text.codePoints().toArray()) {
            out.appendCodePoint(inWord ? Character.toLowerCase(c) : Character.toTitleCase(c));
            inWord = Character.isLetter(c);
        }
        return out.toString();
    }

    static String capitalized(String text) {
        if (text.isEmpty()) {
            return text;
        }
        int first = text.offsetByCodePoints(0, 1);
        return Character.toString(Character.toTitleCase(text.codePointAt(0)))
                + text.substring(first).toLowerCase(Locale.ROOT);
    }

    private static String searched(String text, Given given, Budget budget) {
        budget.search(text, given.text(0));
        return given.text(0);
    }

    private static long place(String text, int at) {
        return at < 0 ? -1 : text.codePointCount(0, at);
    }

    private static long occurrences(String text, String wanted) {
        if (wanted.isEmpty()) {
            return text.codePointCount(0, text.length()) + 1L;
        }
        long count = 0;
        for (int at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length())) {
            count++;
        }
        return count;
    }

    static String joined(String separator, List<@Nullable Object> items, Budget budget) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < items.size(); i++) {
            out.append(i > 0 ? separator : "").append(Values.written(items.get(i), budget));
            budget.added(out.length(), 0);
        }
        return out.toString();
    }
}
