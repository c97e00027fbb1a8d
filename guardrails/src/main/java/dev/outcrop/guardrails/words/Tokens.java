package dev.outcrop.guardrails.words;

import java.util.Arrays;
import java.util.Locale;

import com.ibm.icu.lang.UCharacter;
import dev.outcrop.guardrails.text.WordCharacters;

/**
 * A text cut into words, runs of white space, and single other characters: a term is delimited exactly when it is a
 * sequence of whole tokens. Letters that stand together without spaces, as in Chinese, are one word.
 */
final class Tokens {
    /** The key of every run of white space. */
    static final String SPACE = " ";

    private final String text;
    private int[] bounds = new int[64];
    private int count;

    private Tokens(String text) {
        this.text = text;
    }

    static Tokens of(String text) {
        Tokens tokens = new Tokens(text);
        int at = 0;
        while (at < text.length()) {
            int end = tokenEnd(text, at);
            tokens.add(end);
            at = end;
        }
        return tokens;
    }

    private static int tokenEnd(String text, int start) {
        int point = text.codePointAt(start);
        int at = start + Character.charCount(point);
        boolean word = WordCharacters.isWord(point);
        boolean space = !word && Character.isWhitespace(point);
        if (!word && !space) {
            return at;
        }
        while (at < text.length()) {
            point = text.codePointAt(at);
            if (word ? !WordCharacters.isWord(point) : !Character.isWhitespace(point)) {
                break;
            }
            at += Character.charCount(point);
        }
        return at;
    }

    private void add(int end) {
        if (count + 1 == bounds.length) {
            bounds = Arrays.copyOf(bounds, bounds.length * 2);
        }
        bounds[++count] = end;
    }

    int count() {
        return count;
    }

    /** Index of the token's first char. */
    int start(int token) {
        return bounds[token];
    }

    /** Index after the token's last char. */
    int end(int token) {
        return bounds[token + 1];
    }

    /** What tokens are compared by: the token without case, all white space alike. */
    String key(int token) {
        int start = start(token);
        int end = end(token);
        if (Character.isWhitespace(text.charAt(start))) {
            return SPACE;
        }
        String word = text.substring(start, end);
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) >= 0x80) {
                return UCharacter.foldCase(word, true);
            }
        }
        return word.toLowerCase(Locale.ROOT);
    }
}
