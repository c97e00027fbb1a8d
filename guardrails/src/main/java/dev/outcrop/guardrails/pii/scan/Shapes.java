package dev.outcrop.guardrails.pii.scan;

import java.util.List;

/** Shapes that several recognisers share. */
public final class Shapes {

    private Shapes() {}

    /** Digits without separators. */
    public static LabelledValue.Shape digits(int fewest, int most) {
        return (text, first) -> {
            Token token = text.tokens().get(first);
            return token.isNumber() && token.length() >= fewest && token.length() <= most ? first : -1;
        };
    }

    /** Digits in groups of these sizes, or without separators. */
    public static LabelledValue.Shape grouped(String separators, int... sizes) {
        int total = 0;
        for (int size : sizes) {
            total += size;
        }
        int length = total;
        return (text, first) -> {
            Token token = text.tokens().get(first);
            if (!token.isNumber()) {
                return -1;
            }
            return token.length() == length ? first : DigitGroups.last(text, first, separators, sizes);
        };
    }

    /**
     * Letters and digits, in pieces joined by single hyphens or not at all.
     *
     * @param fewestDigits of all pieces together
     * @param fewest shortest length without hyphens
     * @param most longest length without hyphens
     */
    public static LabelledValue.Shape alphanumeric(int fewestDigits, int fewest, int most, String separators) {
        return (text, first) -> {
            List<Token> tokens = text.tokens();
            int digits = 0;
            int length = 0;
            int best = -1;
            for (int i = first; i < tokens.size() && i < first + 6; i++) {
                Token token = tokens.get(i);
                boolean joined = i == first || (token.start() == tokens.get(i - 1).end() + 1
                        && separators.indexOf(text.at(token.start() - 1)) >= 0);
                length += token.length();
                if (!joined || length > most || !isCapitalsAndDigits(text, token)) {
                    break;
                }
                digits += token.digits();
                if (length >= fewest && digits >= fewestDigits) {
                    best = i;
                }
            }
            return best;
        };
    }

    /** Whether a token is of ASCII digits and letters, the letters all large or all small. */
    public static boolean isCapitalsAndDigits(ScannedText text, Token token) {
        boolean large = false;
        boolean small = false;
        for (int i = token.start(); i < token.end(); i++) {
            char c = text.at(i);
            large |= c >= 'A' && c <= 'Z';
            small |= c >= 'a' && c <= 'z';
            if (c > 'z') {
                return false;
            }
        }
        return !(large && small);
    }
}
