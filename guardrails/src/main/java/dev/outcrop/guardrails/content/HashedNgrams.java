package dev.outcrop.guardrails.content;

import java.util.Arrays;
import java.util.Locale;

/**
 * The words of a text and their parts as numbers below {@link #BUCKETS}: every word, every pair of neighbouring words, and
 * every 3, 4 and 5 characters of a word with its borders marked. The training tool computes the same in
 * {@code ngrams.py}.
 *
 * <p>Hashing instead of a vocabulary (Weinberger et al., "Feature Hashing for Large Scale Multitask Learning", ICML 2009)
 * keeps the model at a fixed size and holds no readable word, which for these models would be a list of insults.
 */
final class HashedNgrams {

    /** A power of two. */
    static final int BUCKETS = 1 << 17;

    /** Words are cut here, so that one endless word costs no more than its length. */
    private static final int LONGEST_WORD = 24;

    private static final int WORD = 1;
    private static final int PART = 2;
    private static final int PAIR = 3;
    private static final int FNV_OFFSET = 0x811c9dc5;
    private static final int FNV_PRIME = 0x01000193;

    private int[] found;
    private int count;

    private HashedNgrams(int expected) {
        found = new int[Math.max(64, expected)];
    }

    /** The distinct buckets of a text, in ascending order. */
    static int[] of(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        HashedNgrams ngrams = new HashedNgrams(lower.length() * 3);
        int previousStart = -1;
        int previousEnd = -1;
        for (int start = nextWord(lower, 0); start < lower.length();) {
            int end = wordEnd(lower, start);
            int cut = Math.min(end, start + LONGEST_WORD);
            ngrams.addWord(lower, start, cut);
            if (previousStart >= 0) {
                int hash = hash(lower, previousStart, previousEnd, FNV_OFFSET ^ PAIR);
                ngrams.add(hash(lower, start, cut, step(hash, ' ')));
            }
            previousStart = start;
            previousEnd = cut;
            start = nextWord(lower, end);
        }
        return ngrams.distinct();
    }

    private void addWord(String text, int start, int end) {
        add(hash(text, start, end, FNV_OFFSET ^ WORD));
        // With its borders the word is one char longer on either side.
        for (int from = start - 1; from <= end - 2; from++) {
            int hash = FNV_OFFSET ^ PART;
            for (int length = 1; length <= 5 && from + length <= end + 1; length++) {
                int at = from + length - 1;
                hash = step(hash, at < start ? '<' : at == end ? '>' : text.charAt(at));
                if (length >= 3) {
                    add(hash);
                }
            }
        }
    }

    private void add(int hash) {
        if (count == found.length) {
            found = Arrays.copyOf(found, count * 2);
        }
        found[count++] = (hash ^ (hash >>> 15)) & (BUCKETS - 1);
    }

    private int[] distinct() {
        Arrays.sort(found, 0, count);
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (i == 0 || found[i] != found[i - 1]) {
                found[kept++] = found[i];
            }
        }
        return Arrays.copyOf(found, kept);
    }

    private static int hash(String text, int start, int end, int seed) {
        int hash = seed;
        for (int i = start; i < end; i++) {
            hash = step(hash, text.charAt(i));
        }
        return hash;
    }

    /** FNV-1a over UTF-16 units. */
    private static int step(int hash, char value) {
        return (hash ^ value) * FNV_PRIME;
    }

    private static int nextWord(String text, int from) {
        int at = from;
        while (at < text.length()) {
            int codePoint = text.codePointAt(at);
            if (isWordPart(codePoint)) {
                break;
            }
            at += Character.charCount(codePoint);
        }
        return at;
    }

    /** Letters and numbers, and an apostrophe between two of them. */
    private static int wordEnd(String text, int start) {
        int at = start;
        while (at < text.length()) {
            int codePoint = text.codePointAt(at);
            boolean inside = isWordPart(codePoint)
                    || (codePoint == '\'' && at + 1 < text.length() && isWordPart(text.codePointAt(at + 1)));
            if (!inside) {
                break;
            }
            at += Character.charCount(codePoint);
        }
        return at;
    }

    private static boolean isWordPart(int codePoint) {
        return Character.isLetter(codePoint) || switch (Character.getType(codePoint)) {
            case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> true;
            default -> false;
        };
    }
}
