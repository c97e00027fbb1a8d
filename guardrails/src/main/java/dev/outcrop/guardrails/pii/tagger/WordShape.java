package dev.outcrop.guardrails.pii.tagger;

/**
 * What the tagger sees of the spelling of a token: {@link #COUNT} zeros and ones. The encoder is uncased, so capitals,
 * digits and what touches a word have to come from the text itself.
 *
 * <p>A word is the run of letters, digits and marks around a token, at most 32 code points to either side, so that the
 * work per token is bounded. {@code tagger_features.py} of the training tool computes the same.
 */
final class WordShape {
    /** Features per token. */
    static final int COUNT = 30;

    private static final int REACH = 32;

    private final String text;
    private final boolean noUpper;
    private final boolean noLower;

    /** @param from where the first token of the window begins; {@code to}, where its last one ends */
    WordShape(String text, int from, int to) {
        this.text = text;
        this.noUpper = text.substring(from, to).codePoints().noneMatch(WordShape::isUpper);
        this.noLower = text.substring(from, to).codePoints().noneMatch(WordShape::isLower);
    }

    /** Whether a code point is part of words. */
    static boolean isWord(int c) {
        return switch (Character.getType(c)) {
            case Character.UPPERCASE_LETTER, Character.LOWERCASE_LETTER, Character.TITLECASE_LETTER,
                    Character.MODIFIER_LETTER, Character.OTHER_LETTER, Character.DECIMAL_DIGIT_NUMBER,
                    Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK ->
                true;
            default -> false;
        };
    }

    private static boolean isUpper(int c) {
        return Character.getType(c) == Character.UPPERCASE_LETTER;
    }

    private static boolean isLower(int c) {
        return Character.getType(c) == Character.LOWERCASE_LETTER;
    }

    /** Where the word around a place begins that is at most some code points before it. */
    static int wordStart(String text, int start, int reach) {
        int first = start;
        for (int steps = 0; first > 0 && steps < reach && isWord(text.codePointBefore(first)); steps++) {
            first -= Character.charCount(text.codePointBefore(first));
        }
        return first;
    }

    /** Where the word around a place ends that is at most some code points after it. */
    static int wordEnd(String text, int end, int reach) {
        int last = end;
        for (int steps = 0; last < text.length() && steps < reach && isWord(text.codePointAt(last)); steps++) {
            last += Character.charCount(text.codePointAt(last));
        }
        return last;
    }

    /**
     * Writes the features of a token.
     *
     * @param previousStart where the token before begins in the window, or -1 for the window's first
     * @param previousEnd where it ends
     * @param features {@code [COUNT]}, overwritten
     */
    void of(int start, int end, int previousStart, int previousEnd, float[] features) {
        boolean inWord = isWord(text.codePointAt(start));
        int first = inWord ? wordStart(text, start, REACH) : start;
        int last = inWord ? wordEnd(text, end, REACH) : end;
        int length = 0;
        int uppers = 0;
        int lowers = 0;
        int digits = 0;
        for (int i = first; i < last; i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            length++;
            uppers += isUpper(c) ? 1 : 0;
            lowers += isLower(c) ? 1 : 0;
            digits += Character.isDigit(c) ? 1 : 0;
        }
        boolean capital = isUpper(text.codePointAt(first));
        int before = first > 0 ? text.codePointBefore(first) : ' ';
        int after = at(last);
        int beyond = last < text.length() ? at(last + Character.charCount(after)) : ' ';
        int token = end - start == Character.charCount(text.codePointAt(start)) ? text.codePointAt(start) : -1;
        int next = 0;
        features[next++] = bit(first == start);
        features[next++] = bit(capital);
        features[next++] = bit(uppers > 1 && lowers == 0);
        features[next++] = bit(lowers > 0 && uppers == 0);
        features[next++] = bit(lowers > 0 && uppers > (capital ? 1 : 0));
        features[next++] = bit(digits > 0);
        features[next++] = bit(digits == length);
        features[next++] = bit(digits == 1 || digits == 2);
        features[next++] = bit(digits >= 3 && digits <= 5);
        features[next++] = bit(digits > 5);
        features[next++] = bit(digits > 0 && uppers + lowers > 0);
        features[next++] = bit(!inWord);
        features[next++] = bit(token == '.');
        features[next++] = bit(token == ',');
        features[next++] = bit(token == '@');
        features[next++] = bit(token == '#');
        features[next++] = bit(token == '_' || token == '-');
        features[next++] = bit(token == ':' || token == '/');
        features[next++] = bit(token == '\'' || token == '\u2019');
        features[next++] = bit(length == 1);
        features[next++] = bit(length == 2 || length == 3);
        features[next++] = bit(length >= 10);
        features[next++] = bit(before == '@' || before == '#');
        features[next++] = bit("_.-/".indexOf(before) >= 0);
        features[next++] = bit(after == '_' || after == '@' || (".-/".indexOf(after) >= 0 && isWord(beyond)));
        features[next++] = bit("\"'\u201C\u2018(".indexOf(before) >= 0);
        features[next++] = bit(previousStart >= 0 && text.substring(previousEnd, start).indexOf('\n') >= 0);
        features[next++] = bit(previousStart < 0
                || (previousEnd - previousStart == 1 && ".!?:".indexOf(text.charAt(previousStart)) >= 0));
        features[next++] = bit(noUpper);
        features[next] = bit(noLower);
    }

    private int at(int index) {
        return index < text.length() ? text.codePointAt(index) : ' ';
    }

    private static float bit(boolean set) {
        return set ? 1 : 0;
    }
}
