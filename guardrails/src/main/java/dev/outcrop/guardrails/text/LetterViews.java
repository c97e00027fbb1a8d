package dev.outcrop.guardrails.text;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/** Readings of letters that were dressed up: with marks, in other scripts, apart, or repeated. All in linear time. */
final class LetterViews {
    private static final int FEWEST_APART = 3;
    private static final int WIDEST_GAP = 3;
    private static final int MOST_RUNS = 5;
    private static final int NO_COMMON_READING = -1;

    private LetterViews() {}

    /**
     * {@link TextView.Kind#PLAIN}: takes marks off Latin letters that they were stuck on as separate characters, or that make
     * half of a word and more; and reads words of nothing but lookalikes as Latin in a text that has Latin words.
     */
    static @Nullable TextView plain(TextView source, String original) {
        if (source.isIdentity()) {
            return null;
        }
        String text = source.text();
        Lookalikes lookalikes = Lookalikes.get();
        boolean latin = text.chars().anyMatch(WordCharacters::isAsciiLetter);
        TextView.Builder out = new TextView.Builder(text.length());
        boolean changed = false;
        for (int at = 0, end; at < text.length(); at = end) {
            end = wordEnd(text, at);
            if (end == at) {
                end = at + Character.charCount(text.codePointAt(at));
                out.copy(source, at, end);
                continue;
            }
            boolean like = latin && allLookalikes(text, at, end, lookalikes);
            boolean dense = 2 * markedLetters(text, at, end) >= Math.max(4, end - at);
            for (int i = at; i < end; i++) {
                char letter = text.charAt(i);
                char bare = like ? lookalikes.latin(letter) : Marks.bare(letter);
                if (bare != letter && (like || dense || Marks.in(original, source.start(i), source.end(i)))) {
                    out.append(bare, source.start(i), source.end(i));
                    changed = true;
                } else {
                    out.append(letter, source.start(i), source.end(i));
                }
            }
        }
        return changed ? out.build(TextView.Kind.PLAIN) : null;
    }

    private static int wordEnd(String text, int start) {
        int at = start;
        while (at < text.length() && WordCharacters.isWord(text.codePointAt(at))) {
            at += Character.charCount(text.codePointAt(at));
        }
        return at;
    }

    private static int markedLetters(String text, int from, int to) {
        int marked = 0;
        for (int i = from; i < to; i++) {
            marked += Marks.bare(text.charAt(i)) != text.charAt(i) ? 1 : 0;
        }
        return marked;
    }

    private static boolean allLookalikes(String text, int from, int to, Lookalikes lookalikes) {
        StringBuilder read = new StringBuilder();
        boolean strict = true;
        for (int i = from; i < to; i++) {
            char like = lookalikes.latin(text.charAt(i));
            if (like == 0) {
                return false;
            }
            strict &= lookalikes.isExact(text.charAt(i));
            read.append(like);
        }
        return strict || CommonWords.get().contains(read);
    }

    /**
     * {@link TextView.Kind#JOINED}: three and more single letters or digits with the same kind of gap between them are one
     * word. With {@code segmented}, {@link TextView.Kind#SEGMENTED}: that word is cut where common words meet.
     */
    static @Nullable TextView joined(TextView source, boolean segmented) {
        String text = source.text();
        TextView.Builder out = new TextView.Builder(text.length());
        int copied = 0;
        boolean changed = false;
        int at = 0;
        while (at < text.length()) {
            if (!isSingle(text, at)) {
                at++;
                continue;
            }
            int[] letters = new int[16];
            int count = 1;
            letters[0] = at;
            int gapFrom = at + 1;
            for (int next = nextSingle(text, at); next > 0; next = nextSingle(text, letters[count - 1])) {
                if (count > 1 && !sameGap(text, gapFrom, letters[1], letters[count - 1] + 1, next)) {
                    break;
                }
                if (count == letters.length) {
                    letters = Arrays.copyOf(letters, count * 2);
                }
                letters[count++] = next;
            }
            at = letters[count - 1] + 1;
            if (count >= FEWEST_APART && mostlyLetters(text, letters, count)) {
                out.copy(source, copied, letters[0]);
                boolean[] cuts = segmented ? Segmentation.cuts(text, letters, count) : new boolean[count];
                for (int i = 0; i < count; i++) {
                    if (cuts[i]) {
                        TextView.Range gap = source.original(letters[i - 1] + 1, letters[i]);
                        out.append(' ', gap.start(), gap.end());
                        changed = true;
                    }
                    out.copy(source, letters[i], letters[i] + 1);
                }
                copied = at;
                changed |= !segmented;
            }
        }
        return changed
                ? out.copy(source, copied, text.length())
                        .build(segmented ? TextView.Kind.SEGMENTED : TextView.Kind.JOINED)
                : null;
    }

    private static boolean isSingle(String text, int at) {
        return isLetterOrDigit(text.charAt(at))
                && (at == 0 || !isWordAt(text, at - 1))
                && (at + 1 == text.length() || !isWordAt(text, at + 1));
    }

    /** Letters beyond the BMP are not joined: a surrogate counts as part of a word. */
    private static boolean isWordAt(String text, int at) {
        return Character.isSurrogate(text.charAt(at)) || WordCharacters.isWord(text.charAt(at));
    }

    private static boolean isLetterOrDigit(char c) {
        return Character.isLetterOrDigit(c) && !Character.isIdeographic(c);
    }

    /** Index of the single letter behind the next gap; -1 when there is none. */
    private static int nextSingle(String text, int single) {
        int at = single + 1;
        int furthest = Math.min(text.length() - 1, at + WIDEST_GAP);
        while (at <= furthest && !isWordAt(text, at)) {
            if (text.charAt(at) == '\n' || text.charAt(at) == ',') {
                return -1;
            }
            at++;
        }
        return at <= furthest && isSingle(text, at) ? at : -1;
    }

    /** Spaces alone must be as many; one mark of punctuation is as good as another; anything else must be the same. */
    private static boolean sameGap(String text, int from, int to, int otherFrom, int otherTo) {
        if (to - from != otherTo - otherFrom) {
            return false;
        }
        boolean punctuation = to - from == 1 && text.charAt(from) != ' ' && text.charAt(otherFrom) != ' ';
        return punctuation || text.regionMatches(from, text, otherFrom, to - from);
    }

    private static boolean mostlyLetters(String text, int[] at, int count) {
        int letters = 0;
        for (int i = 0; i < count; i++) {
            letters += Character.isLetter(text.charAt(at[i])) ? 1 : 0;
        }
        return 2 * letters > count;
    }

    /**
     * {@link TextView.Kind#SQUEEZED}: of a text with a letter three times in a row. In words that are not common, each run of
     * one letter is read as one or two, whichever gives the most common word; where none does, as one if it is of three.
     */
    static @Nullable TextView squeezed(TextView source) {
        String text = source.text();
        if (!WordCharacters.hasTriple(text)) {
            return null;
        }
        TextView.Builder out = new TextView.Builder(text.length());
        boolean changed = false;
        for (int at = 0, end; at < text.length(); at = end) {
            end = at;
            int longestRun = 0;
            int run = 0;
            while (end < text.length() && WordCharacters.isAsciiLetter(text.charAt(end))) {
                run = end > at && same(text, end) ? run + 1 : 1;
                longestRun = Math.max(longestRun, run);
                end++;
            }
            if (end == at) {
                out.copy(source, at, ++end);
                continue;
            }
            boolean squeeze = longestRun > 1 && CommonWords.get().rank(text, at, end) == 0;
            int twice = squeeze ? runsToKeep(text, at, end) : NO_COMMON_READING;
            if (squeeze && (twice != NO_COMMON_READING || longestRun > 2)) {
                append(source, at, end, Math.max(0, twice), out);
                changed = true;
            } else {
                out.copy(source, at, end);
            }
        }
        return changed ? out.build(TextView.Kind.SQUEEZED) : null;
    }

    private static boolean same(String text, int at) {
        return (text.charAt(at) | 0x20) == (text.charAt(at - 1) | 0x20);
    }

    /** A bit per run of the word that is to be read as two letters, for the most common word. */
    private static int runsToKeep(String text, int from, int to) {
        int runs = 0;
        for (int i = from + 1; i < to; i++) {
            runs += same(text, i) && (i == from + 1 || !same(text, i - 1)) ? 1 : 0;
        }
        int best = NO_COMMON_READING;
        int bestRank = Integer.MAX_VALUE;
        for (int twice = 0; twice < 1 << Math.min(runs, MOST_RUNS); twice++) {
            StringBuilder read = new StringBuilder(to - from);
            int run = -1;
            for (int i = from; i < to; i++) {
                boolean repeats = i > from && same(text, i);
                boolean second = repeats && (i == from + 1 || !same(text, i - 1));
                run += second ? 1 : 0;
                if (!repeats || (second && run < MOST_RUNS && (twice >> run & 1) == 1)) {
                    read.append(text.charAt(i));
                }
            }
            int rank = CommonWords.get().rank(read, 0, read.length());
            if (rank > 0 && rank < bestRank) {
                best = twice;
                bestRank = rank;
            }
        }
        return best;
    }

    private static void append(TextView source, int from, int to, int twice, TextView.Builder out) {
        String text = source.text();
        int run = -1;
        for (int i = from; i < to; i++) {
            boolean repeats = i > from && same(text, i);
            boolean second = repeats && (i == from + 1 || !same(text, i - 1));
            run += second ? 1 : 0;
            if (!repeats || (second && run < MOST_RUNS && (twice >> run & 1) == 1)) {
                out.copy(source, i, i + 1);
            } else {
                out.extend(source.end(i));
            }
        }
    }
}
