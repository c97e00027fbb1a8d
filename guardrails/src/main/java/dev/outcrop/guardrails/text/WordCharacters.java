package dev.outcrop.guardrails.text;

/** What words are made of, whatever the script. */
public final class WordCharacters {

    private WordCharacters() {}

    /** Whether the code point is part of a word: a letter, a digit or a mark on one. */
    public static boolean isWord(int point) {
        return point < 0x80
                ? isAsciiLetter(point) || isAsciiDigit(point)
                : Character.isLetterOrDigit(point) || isMark(point)
                        || Character.getType(point) == Character.COMBINING_SPACING_MARK;
    }

    /** Whether it is a letter of the Latin script. */
    public static boolean isLatin(int point) {
        return point < 0x80
                ? isAsciiLetter(point)
                : Character.isLetter(point) && Character.UnicodeScript.of(point) == Character.UnicodeScript.LATIN;
    }

    static boolean isAsciiLetter(int point) {
        return (point >= 'a' && point <= 'z') || (point >= 'A' && point <= 'Z');
    }

    static boolean isAsciiDigit(int point) {
        return point >= '0' && point <= '9';
    }

    /** Whether it is a mark that takes no place of its own. */
    static boolean isMark(int point) {
        int type = Character.getType(point);
        return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
    }

    /** Whether a letter stands three times in a row, as in no word of the common languages: a sign of writing for show. */
    public static boolean hasTriple(CharSequence text) {
        for (int i = 2; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter == text.charAt(i - 1) && letter == text.charAt(i - 2) && Character.isLetter(letter)) {
                return true;
            }
        }
        return false;
    }
}
