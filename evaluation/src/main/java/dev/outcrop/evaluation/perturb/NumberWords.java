package dev.outcrop.evaluation.perturb;

import java.util.Locale;

import com.ibm.icu.text.RuleBasedNumberFormat;

/** Whole numbers in a text as English words. */
final class NumberWords {
    private static final long MOST = 999_999_999_999L;
    private static final int MOST_DIGITS = 12;

    /** Formats are not thread-safe, and costly to make. */
    private static final ThreadLocal<RuleBasedNumberFormat> SPELLER = ThreadLocal
            .withInitial(() -> new RuleBasedNumberFormat(Locale.ENGLISH, RuleBasedNumberFormat.SPELLOUT));

    private NumberWords() {}

    /** Runs of digits that are a number by themselves: beside no letter, in no decimal or grouped number. */
    static String in(String text) {
        StringBuilder words = new StringBuilder(text.length());
        for (int at = 0; at < text.length();) {
            int end = at;
            while (end < text.length() && isDigit(text, end)) {
                end++;
            }
            if (end == at) {
                words.append(text.charAt(at));
                at++;
            } else {
                words.append(isWhole(text, at, end) ? spelled(text.substring(at, end)) : text.substring(at, end));
                at = end;
            }
        }
        return words.toString();
    }

    private static boolean isWhole(String text, int from, int to) {
        boolean besideLetter = (from > 0 && Character.isLetter(text.charAt(from - 1)))
                || (to < text.length() && Character.isLetter(text.charAt(to)));
        boolean begun = from > 1 && isSeparator(text.charAt(from - 1)) && isDigit(text, from - 2);
        boolean goesOn = to + 1 < text.length() && isSeparator(text.charAt(to)) && isDigit(text, to + 1);
        return !besideLetter && !begun && !goesOn && to - from <= MOST_DIGITS
                && Long.parseLong(text.substring(from, to)) <= MOST;
    }

    private static boolean isSeparator(char c) {
        return c == '.' || c == ',';
    }

    private static boolean isDigit(String text, int at) {
        return text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    private static String spelled(String digits) {
        return SPELLER.get().format(Long.parseLong(digits));
    }
}
