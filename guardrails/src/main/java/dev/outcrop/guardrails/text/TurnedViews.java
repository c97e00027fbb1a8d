package dev.outcrop.guardrails.text;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Readings of text that was turned as a whole: letters by 13 places ({@link TextView.Kind#ROT13}), or back to front
 * ({@link TextView.Kind#REVERSED}).
 *
 * <p>Only stretches that read as text when turned, and not as they stand, are turned: words count for it when only their
 * turned form is common, against it when only their own is, and a stretch is one of highest sum (Kadane's algorithm).
 */
final class TurnedViews {
    private static final int TURN = 13;
    private static final int LETTERS = 26;
    private static final double SHORT_WORD = 0.5;
    private static final double UNKNOWN_WORD = 0.3;
    private static final double FEWEST = 2;
    private static final double GIVEN_UP = 2;
    /** A word that is enough by itself: no shorter one, as other languages have words that read as English backwards. */
    private static final int LONG_WORD = 7;

    private TurnedViews() {}

    static @Nullable TextView rot13(TextView source) {
        return turned(source, TextView.Kind.ROT13);
    }

    static @Nullable TextView reversed(TextView source) {
        return turned(source, TextView.Kind.REVERSED);
    }

    private static @Nullable TextView turned(TextView source, TextView.Kind kind) {
        String text = source.text();
        int[] stretches = stretches(text, kind == TextView.Kind.REVERSED);
        if (stretches.length == 0) {
            return null;
        }
        TextView.Builder out = new TextView.Builder(text.length());
        int copied = 0;
        for (int i = 0; i < stretches.length; i += 2) {
            out.copy(source, copied, stretches[i]);
            if (kind == TextView.Kind.REVERSED) {
                appendReversed(source, stretches[i], stretches[i + 1], out);
            } else {
                for (int at = stretches[i]; at < stretches[i + 1]; at++) {
                    out.append(rot13(text.charAt(at)), source.start(at), source.end(at));
                }
            }
            copied = stretches[i + 1];
        }
        return out.copy(source, copied, text.length()).build(kind);
    }

    private static void appendReversed(TextView source, int from, int to, TextView.Builder out) {
        String text = source.text();
        int end = to;
        while (end > from) {
            int start = end - 1;
            if (start > from && Character.isSurrogatePair(text.charAt(start - 1), text.charAt(start))) {
                start--;
            }
            out.copy(source, start, end);
            end = start;
        }
    }

    static char rot13(char letter) {
        if (!WordCharacters.isAsciiLetter(letter)) {
            return letter;
        }
        char a = letter >= 'a' ? 'a' : 'A';
        return (char) (a + (letter - a + TURN) % LETTERS);
    }

    /** Starts and ends, in turn, of the stretches to turn. */
    private static int[] stretches(String text, boolean reversed) {
        int[] found = new int[8];
        int count = 0;
        double sum = 0;
        double best = 0;
        int start = 0;
        int bestEnd = 0;
        boolean longWord = false;
        for (int at = 0, end; at <= text.length(); at = Math.max(end, at + 1)) {
            end = at;
            while (end < text.length() && WordCharacters.isAsciiLetter(text.charAt(end))) {
                end++;
            }
            double gain = end == at ? 0 : gain(text, at, end, reversed);
            if (sum == 0 && gain > 0) {
                start = at;
            }
            sum = Math.max(0, sum + gain);
            if (sum > best) {
                best = sum;
                bestEnd = end;
                longWord |= gain >= 1 && end - at >= LONG_WORD;
            }
            if (best > 0 && (sum == 0 || best - sum > GIVEN_UP || at >= text.length())) {
                if (best >= FEWEST || longWord) {
                    if (count + 2 > found.length) {
                        found = Arrays.copyOf(found, count * 2);
                    }
                    int least = count == 0 ? 0 : found[count - 1];
                    found[count++] = extendBack(text, start, least, reversed);
                    found[count++] = extend(text, bestEnd, reversed);
                    end = Math.max(end, found[count - 1]);
                }
                sum = 0;
                best = 0;
                longWord = false;
            }
        }
        return Arrays.copyOf(found, count);
    }

    /** Words beside a stretch that are too short or too rare to count belong to it until one reads as it stands. */
    private static int extend(String text, int from, boolean reversed) {
        int end = from;
        int at = from;
        while (at < text.length() && text.charAt(at) != '\n') {
            int wordEnd = at;
            while (wordEnd < text.length() && WordCharacters.isAsciiLetter(text.charAt(wordEnd))) {
                wordEnd++;
            }
            if (wordEnd > at) {
                if (readsAsItStands(text, at, wordEnd, reversed)) {
                    break;
                }
                end = wordEnd;
            }
            at = Math.max(wordEnd, at + 1);
        }
        return end;
    }

    private static int extendBack(String text, int from, int least, boolean reversed) {
        int start = from;
        int at = from;
        while (at > least && text.charAt(at - 1) != '\n') {
            int wordStart = at;
            while (wordStart > least && WordCharacters.isAsciiLetter(text.charAt(wordStart - 1))) {
                wordStart--;
            }
            if (wordStart < at) {
                if (readsAsItStands(text, wordStart, at, reversed)) {
                    break;
                }
                start = wordStart;
            }
            at = Math.min(wordStart, at - 1);
        }
        return start;
    }

    private static boolean readsAsItStands(String text, int from, int to, boolean reversed) {
        return CommonWords.get().rank(text, from, to) > 0 && !isCommonTurned(text, from, to, reversed);
    }

    private static double gain(String text, int from, int to, boolean reversed) {
        int length = to - from;
        if (length < 3) {
            return 0;
        }
        boolean plain = CommonWords.get().rank(text, from, to) > 0;
        boolean turned = isCommonTurned(text, from, to, reversed);
        double weight = length == 3 ? SHORT_WORD : 1;
        if (plain == turned) {
            return plain ? 0 : -UNKNOWN_WORD;
        }
        return turned ? weight : -weight;
    }

    private static boolean isCommonTurned(String text, int from, int to, boolean reversed) {
        CommonWords words = CommonWords.get();
        int node = CommonWords.ROOT;
        for (int i = from; i < to; i++) {
            int before = node;
            char letter = reversed ? text.charAt(to - 1 - (i - from)) : rot13(text.charAt(i));
            node = words.next(node, letter);
            if (node == CommonWords.NONE) {
                return i == to - 1 && (letter | 0x20) == 's' && words.rank(before) > 0;
            }
        }
        return words.rank(node) > 0;
    }
}
