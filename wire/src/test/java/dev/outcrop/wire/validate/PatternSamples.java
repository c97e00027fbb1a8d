package dev.outcrop.wire.validate;

import java.util.Random;

/**
 * Grows strings from a regular expression: a walk through its syntax that chooses at random. Most of them match; those
 * of patterns with an anchor in the middle need not.
 *
 * <p>Knows what the patterns of the service models use: alternation, groups, classes, escapes, anchors, counts.
 */
final class PatternSamples {

    /** Where patterns and matchers tend to disagree, and what the patterns speak of. */
    private static final String[] ODD = {
            "-", "_", ":", "/", ".", "+", " ", "\n", "\r", "\u000b", "\u0085", "\u2028", "\u00e9", "\ud83d\ude39", "a",
            "Z", "0", "$"
    };

    private final String pattern;
    private final Random random;
    private int at;

    private PatternSamples(String pattern, Random random) {
        this.pattern = pattern;
        this.random = random;
    }

    static String grow(String pattern, Random random) {
        StringBuilder out = new StringBuilder();
        new PatternSamples(pattern, random).alternatives(out);
        return out.toString();
    }

    /** The string with one place changed, cut out, doubled or filled with something odd. */
    static String damage(String text, Random random) {
        int place = text.isEmpty() ? 0 : random.nextInt(text.length() + 1);
        String before = text.substring(0, place);
        String after = text.substring(place);
        String odd = ODD[random.nextInt(ODD.length)];
        return switch (random.nextInt(4)) {
            case 0 -> before + odd + after;
            case 1 -> after.isEmpty() ? before : before + after.substring(1);
            case 2 -> after.isEmpty() ? before + odd : before + odd + after.substring(1);
            default -> before + odd.repeat(2) + after;
        };
    }

    private void alternatives(StringBuilder out) {
        int chosen = -1;
        int count = 0;
        int start = at;
        // Once to count, once to write the chosen one.
        while (true) {
            at = start;
            for (int i = 0;; i++) {
                sequence(i == chosen ? out : new StringBuilder());
                if (at < pattern.length() && pattern.charAt(at) == '|') {
                    at++;
                } else {
                    count = i + 1;
                    break;
                }
            }
            if (chosen >= 0) {
                return;
            }
            chosen = random.nextInt(count);
        }
    }

    private void sequence(StringBuilder out) {
        while (at < pattern.length() && pattern.charAt(at) != '|' && pattern.charAt(at) != ')') {
            int start = at;
            StringBuilder once = new StringBuilder();
            atom(once);
            int end = at;
            int times = quantifier();
            int after = at;
            for (int i = 0; i < times; i++) {
                at = start;
                StringBuilder again = new StringBuilder();
                atom(again);
                out.append(again);
            }
            if (at != after && at != end) {
                throw new IllegalStateException(pattern);
            }
            at = after;
        }
    }

    private int quantifier() {
        if (at == pattern.length()) {
            return 1;
        }
        return switch (pattern.charAt(at)) {
            case '*' -> few(0, 4);
            case '+' -> few(1, 5);
            case '?' -> few(0, 1);
            case '{' -> {
                int end = pattern.indexOf('}', at);
                String[] counts = pattern.substring(at + 1, end).split(",", -1);
                at = end;
                int min = Integer.parseInt(counts[0]);
                int max = counts.length == 1 ? min : counts[1].isEmpty() ? min + 4 : Integer.parseInt(counts[1]);
                yield few(min, Math.min(max, min + 4));
            }
            default -> 1;
        };
    }

    private int few(int min, int max) {
        at++;
        return min + random.nextInt(max - min + 1);
    }

    private void atom(StringBuilder out) {
        char c = pattern.charAt(at++);
        switch (c) {
            case '(' -> {
                if (pattern.startsWith("?:", at)) {
                    at += 2;
                }
                alternatives(out);
                at++;
            }
            case '[' -> charClass(out);
            case '.' -> out.append(random.nextInt(8) == 0 ? "\u000b" : "x");
            case '^', '$' -> {
                // nothing to write
            }
            case '\\' -> {
                char escaped = pattern.charAt(at++);
                out.append(switch (escaped) {
                    case 'd' -> (char) ('0' + random.nextInt(10));
                    case 's' -> random.nextInt(3) == 0 ? '\u000b' : ' ';
                    case 'S' -> 'y';
                    default -> escaped;
                });
            }
            default -> out.append(c);
        }
    }

    private void charClass(StringBuilder out) {
        StringBuilder members = new StringBuilder();
        boolean negated = pattern.charAt(at) == '^';
        if (negated) {
            at++;
        }
        while (pattern.charAt(at) != ']') {
            char c = pattern.charAt(at++);
            if (c == '\\') {
                char escaped = pattern.charAt(at++);
                members.append(switch (escaped) {
                    case 's' -> " \u000b\n";
                    case 'S' -> "ab";
                    default -> String.valueOf(escaped);
                });
            } else if (pattern.charAt(at) == '-' && pattern.charAt(at + 1) != ']' && members.indexOf("-") < 0) {
                char last = pattern.charAt(at + 1);
                at += 2;
                members.append(c).append(last).append((char) ((c + last) / 2));
            } else {
                members.append(c);
            }
        }
        at++;
        out.append(negated ? 'x' : members.charAt(random.nextInt(members.length())));
    }
}
