package dev.outcrop.guardrails.text;

import com.ibm.icu.text.Normalizer2;

/** Marks on Latin letters. */
final class Marks {
    private static final int LAST = 0x1EFF;
    private static final char[] BARE = bareLetters();

    private Marks() {}

    private static char[] bareLetters() {
        Normalizer2 canonical = Normalizer2.getNFDInstance();
        char[] bare = new char[LAST + 1];
        for (char letter = 0x80; letter <= LAST; letter++) {
            String decomposed = canonical.getDecomposition(letter);
            // Twice, as a letter with two marks decomposes into one with one mark.
            decomposed = decomposed == null ? null : canonical.normalize(decomposed);
            if (decomposed != null && WordCharacters.isAsciiLetter(decomposed.charAt(0))) {
                bare[letter] = decomposed.charAt(0);
            }
        }
        return bare;
    }

    /** The letter of ASCII under the marks; the letter itself when that is something else. */
    static char bare(char letter) {
        return letter > LAST || BARE[letter] == 0 ? letter : BARE[letter];
    }

    /** Whether there is a mark of its own in this part of a text. */
    static boolean in(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (WordCharacters.isMark(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }
}
