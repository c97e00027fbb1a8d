package dev.outcrop.wire.validate;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.google.re2j.Pattern;

/**
 * Matches the patterns of a model against whole strings, in time linear in the string and with a constant stack.
 *
 * <p>Some published patterns are dangerous in a backtracking matcher: exponential time, or one stack frame per
 * character. So all of them run on RE2J's automata, after {@link #translate} has given them the meaning they have in
 * {@link java.util.regex}. An automaton costs some tens of microseconds on the longest patterns, and the same model ids
 * come again and again, so short strings that matched are remembered.
 */
final class Patterns {

    /** Remembered strings are at most this long and this many for each pattern. */
    private static final int LONGEST_REMEMBERED = 128;

    private static final int MOST_REMEMBERED = 256;

    /** RE2J counts no further. */
    private static final int MOST_REPEATS = 1_000;

    /** By the model's text; bounded by the patterns of the models. */
    private static final Map<String, Automaton> AUTOMATA = new ConcurrentHashMap<>();

    private Patterns() {}

    private record Automaton(Pattern pattern, Set<String> matched) {}

    /**
     * Whether the whole string matches.
     *
     * @param pattern as the model has it
     * @param value not longer than the length constraint of the same shape allows
     */
    static boolean matches(String pattern, String value) {
        Automaton automaton = AUTOMATA.computeIfAbsent(
                pattern, text -> new Automaton(compile(text), ConcurrentHashMap.newKeySet()));
        Set<String> matched = automaton.matched();
        boolean rememberable = value.length() <= LONGEST_REMEMBERED;
        if (rememberable && matched.contains(value)) {
            return true;
        }
        boolean matches = automaton.pattern().matcher(value).matches();
        if (matches && rememberable) {
            if (matched.size() >= MOST_REMEMBERED) {
                matched.clear();
            }
            matched.add(value);
        }
        return matches;
    }

    static Pattern compile(String pattern) {
        return Pattern.compile(translate(pattern));
    }

    /**
     * The pattern in RE2J's syntax, with the meaning it has in {@link java.util.regex}: there, a dot excludes more line
     * ends and {@code \s} includes the vertical tab. A count beyond RE2J's limit is lifted: the strings it excludes are
     * excluded by the shape's length constraint, which is checked first.
     */
    static String translate(String pattern) {
        StringBuilder out = new StringBuilder(pattern.length() + 32);
        boolean inClass = false;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '\\') {
                i++;
                out.append(escape(pattern.charAt(i), inClass));
            } else if (inClass) {
                inClass = c != ']';
                out.append(c);
            } else if (c == '[') {
                inClass = true;
                out.append(c);
            } else if (c == '.') {
                out.append("[^\\n\\r\\x{85}\\x{2028}\\x{2029}]");
            } else if (c == '{') {
                int end = pattern.indexOf('}', i);
                out.append(repeat(pattern.substring(i + 1, end)));
                i = end;
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static String escape(char c, boolean inClass) {
        return switch (c) {
            case 's' -> inClass ? "\\s\\x0B" : "[\\s\\x0B]";
            // In a class it stands beside \s, and both together are everything.
            case 'S' -> inClass ? "\\S" : "[^\\s\\x0B]";
            default -> "\\" + c;
        };
    }

    private static String repeat(String counts) {
        int comma = counts.indexOf(',');
        boolean lifted = comma >= 0
                && comma < counts.length() - 1
                && Integer.parseInt(counts.substring(comma + 1)) > MOST_REPEATS;
        return "{" + (lifted ? counts.substring(0, comma + 1) : counts) + "}";
    }
}
