package dev.outcrop.guardrails.text;

import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * {@link TextView.Kind#LEET}: reads digits and symbols that stand for letters, in words that have letters too.
 *
 * <p>A word is read so when that gives a common word, or else when a digit stands between letters and none is left over, but
 * no measure ("8am"). In a text with two such words, measures and digits alone are read too when they give a common word.
 */
final class Leetspeak {
    private static final String SYMBOLS = "013456789@$!|+";
    private static final String LETTERS = "oieasgtbgasilt";
    private static final int LONGEST_WORD = 40;
    private static final int SHORTEST_UNCOMMON = 4;
    private static final int MOST_AMBIGUOUS = 3;
    private static final int WORDS_TO_BE_SURE = 2;
    /** Symbols that code has between names. */
    private static final String OPERATORS = "!|+";
    /** What follows a number in times, ranks and measures. */
    private static final Set<String> UNITS = Set.of(
            "am", "pm", "st", "nd", "rd", "th", "s", "m", "h", "d", "k", "g", "x", "l", "mm", "cm", "km", "mg", "kg",
            "ml", "lb",
            "oz", "ft", "in", "mb", "gb", "tb", "px", "hz", "ms", "hr", "bn", "mph", "min", "mins");

    private Leetspeak() {}

    static @Nullable TextView read(TextView source) {
        String text = source.text();
        int found = replaceAll(text, null, false);
        if (found == 0) {
            return null;
        }
        char[] read = text.toCharArray();
        replaceAll(text, read, found >= WORDS_TO_BE_SURE);
        TextView.Builder out = new TextView.Builder(read.length);
        for (int i = 0; i < read.length; i++) {
            out.append(read[i], source.start(i), source.end(i));
        }
        return out.build(TextView.Kind.LEET);
    }

    /** Reads every word that can be read, into {@code out} unless null; returns how many. */
    private static int replaceAll(String text, char @Nullable [] out, boolean sure) {
        int found = 0;
        for (int at = 0, end; at < text.length(); at = end) {
            end = at;
            int letters = 0;
            int symbols = 0;
            while (end < text.length() && isPart(text.charAt(end))) {
                boolean letter = WordCharacters.isAsciiLetter(text.charAt(end));
                letters += letter ? 1 : 0;
                symbols += letter ? 0 : 1;
                end++;
            }
            if (end == at) {
                end++;
            } else if (symbols > 0 && (letters > 0 || sure) && end - at <= LONGEST_WORD) {
                found += replace(text, at, end, letters == 0, sure, out) ? 1 : 0;
            }
        }
        return found;
    }

    private static boolean isPart(char c) {
        return WordCharacters.isAsciiLetter(c) || WordCharacters.isAsciiDigit(c) || SYMBOLS.indexOf(c) >= 0;
    }

    private static boolean replace(
            String text, int from, int to, boolean bare, boolean sure, char @Nullable [] out) {
        // Punctuation round a word is no letter of it, unless with it it is a common word.
        int start = from;
        int end = to;
        while (start < end && !isWordChar(text.charAt(start))) {
            start++;
        }
        while (end > start && !isWordChar(text.charAt(end - 1))) {
            end--;
        }
        if (!sure && isMeasure(text, start, end)) {
            return false;
        }
        boolean dressed = start > from || end < to - 1;
        return (dressed && readWord(text, from, to, false, out)) || readWord(text, start, end, !bare, out);
    }

    /** A number with its unit, or one in hexadecimal. */
    private static boolean isMeasure(String text, int from, int to) {
        int at = from;
        while (at < to && WordCharacters.isAsciiDigit(text.charAt(at))) {
            at++;
        }
        return at > from
                && (UNITS.contains(text.substring(at, to).toLowerCase(Locale.ROOT)) || text.startsWith("0x", from));
    }

    private static boolean isWordChar(char c) {
        return WordCharacters.isAsciiLetter(c) || WordCharacters.isAsciiDigit(c);
    }

    private static boolean readWord(String text, int from, int to, boolean uncommonToo, char @Nullable [] out) {
        char[] word = new char[to - from];
        boolean changed = false;
        boolean between = false;
        boolean leftOver = false;
        int[] ambiguous = new int[MOST_AMBIGUOUS];
        int ambiguities = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            int symbol = SYMBOLS.indexOf(c);
            word[i - from] = symbol < 0 ? c : LETTERS.charAt(symbol);
            changed |= symbol >= 0;
            leftOver |= symbol < 0 && !WordCharacters.isAsciiLetter(c);
            between |= symbol >= 0 && OPERATORS.indexOf(c) < 0 && i + 1 < to
                    && WordCharacters.isAsciiLetter(text.charAt(i + 1))
                    && (i == from || WordCharacters.isAsciiLetter(text.charAt(i - 1)));
            if ((c == '1' || c == '!' || c == '|') && ambiguities < MOST_AMBIGUOUS) {
                ambiguous[ambiguities++] = i - from;
            }
        }
        if (!changed) {
            return false;
        }
        if (!chooseCommon(word, ambiguous, ambiguities)
                && !(uncommonToo && between && !leftOver && word.length >= SHORTEST_UNCOMMON)) {
            return false;
        }
        if (out != null) {
            System.arraycopy(word, 0, out, from, word.length);
        }
        return true;
    }

    /** Reads 1 as i or l, whichever gives the more common word; false when none does. */
    private static boolean chooseCommon(char[] word, int[] ambiguous, int ambiguities) {
        int best = -1;
        int bestRank = Integer.MAX_VALUE;
        for (int choice = 0; choice < 1 << ambiguities; choice++) {
            choose(word, ambiguous, ambiguities, choice);
            int rank = CommonWords.get().rank(new String(word), 0, word.length);
            if (rank > 0 && rank < bestRank && word.length > 1) {
                best = choice;
                bestRank = rank;
            }
        }
        choose(word, ambiguous, ambiguities, Math.max(0, best));
        return best >= 0;
    }

    private static void choose(char[] word, int[] ambiguous, int ambiguities, int choice) {
        for (int i = 0; i < ambiguities; i++) {
            word[ambiguous[i]] = (choice >> i & 1) == 0 ? 'i' : 'l';
        }
    }
}
