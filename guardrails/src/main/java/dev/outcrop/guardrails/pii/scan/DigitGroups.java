package dev.outcrop.guardrails.pii.scan;

import java.util.List;

/** Numbers written in groups, such as {@code 123-45-6789}. */
public final class DigitGroups {

    private DigitGroups() {}

    /**
     * Reads groups of digits with one and the same separator between them.
     *
     * @param first index of the first token
     * @param separators chars that may stand between two groups
     * @param sizes digits per group
     * @return index of the last token, or -1
     */
    public static int last(ScannedText text, int first, String separators, int... sizes) {
        List<Token> tokens = text.tokens();
        if (first + sizes.length > tokens.size()) {
            return -1;
        }
        char separator = 0;
        for (int i = 0; i < sizes.length; i++) {
            Token token = tokens.get(first + i);
            if (!token.isNumber() || token.length() != sizes[i]) {
                return -1;
            }
            if (i > 0) {
                int end = tokens.get(first + i - 1).end();
                char between = text.at(end);
                boolean same = i == 1 ? separators.indexOf(between) >= 0 : between == separator;
                if (token.start() != end + 1 || !same) {
                    return -1;
                }
                separator = between;
            }
        }
        return first + sizes.length - 1;
    }

    /** The ASCII digits of a part of the text. */
    public static String digits(ScannedText text, int start, int end) {
        StringBuilder digits = new StringBuilder(end - start);
        for (int i = start; i < end; i++) {
            char c = text.at(i);
            if (c >= '0' && c <= '9') {
                digits.append(c);
            }
        }
        return digits.toString();
    }
}
