package dev.outcrop.wire.validate;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * Matches the published patterns against whole strings, in time linear in the string.
 *
 * <p>Two families of them are dangerous in a backtracking matcher (exponential time, or one stack frame per character),
 * so they run on RE2J's automata. RE2J bounds counted repetition at 1,000; where a pattern counts further, the count is
 * lifted, which changes nothing because the length constraint of the same member has been checked before.
 */
final class Patterns {
    private static final Map<String, Pattern> COMPILED = new ConcurrentHashMap<>();
    private static final java.util.regex.Pattern LARGE_COUNT = java.util.regex.Pattern
            .compile("\\{([0-9]+),([0-9]{4,})\\}");

    private Patterns() {}

    static boolean matches(String pattern, String value) {
        return COMPILED.computeIfAbsent(pattern, Patterns::compile).matcher(value).matches();
    }

    /** Compiles one published pattern. */
    static Pattern compile(String pattern) {
        try {
            return Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            return Pattern.compile(LARGE_COUNT.matcher(pattern).replaceAll("{$1,}"));
        }
    }
}
