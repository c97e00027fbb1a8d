package dev.outcrop.guardrails.text;

import java.util.BitSet;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.Normalizer2;

/**
 * Reads a text the way a person sees it: {@link TextView.Kind#FOLDED}.
 *
 * <p>In one pass, segment by segment of Unicode Normalization Form KC (Unicode Standard Annex 15), so that every char
 * knows the part of the original that it was read from:
 *
 * <ul>
 * <li>Unicode tag characters (U+E0020 to U+E007E), invisible copies of ASCII, become ASCII, but for those of a flag;
 * <li>default-ignorable code points (zero width, directional, variation selectors, soft hyphen, fillers), control
 * characters, noncharacters and the marks of interlinear annotation go; unpaired surrogates become U+FFFD;
 * <li>each segment is normalised; no letter keeps more than {@value #MAX_MARKS} marks, and a Latin one none that does not
 * compose with it;
 * <li>typographic spaces, line ends, quotes and hyphens become those of ASCII;
 * <li>in words that mix Latin letters with lookalikes of other scripts, the lookalikes become Latin, and then compose with
 * their marks as Latin letters do: words wholly in another script stay as they are.
 * </ul>
 *
 * Case is kept. Takes linear time: a segment is cut after {@value #MAX_SEGMENT} code points.
 */
final class Folding {
    private static final int MAX_MARKS = 4;
    private static final int MAX_SEGMENT = 32;
    /** Some compatibility characters stand for whole sentences; those stay as they are, so that no text grows much. */
    private static final int MAX_EXPANSION = 4;
    private static final int TAG_SPACE = 0xE0020;
    private static final int TAG_TILDE = 0xE007E;
    private static final int TAG_CANCEL = 0xE007F;
    private static final int BLACK_FLAG = 0x1F3F4;
    private static final int FIRST_MARK = 0x300;
    private static final int FIRST_ANNOTATION = 0xFFF9;
    private static final int LAST_ANNOTATION = 0xFFFB;
    private static final int REPLACEMENT = 0xFFFD;

    private static final Normalizer2 NFKC = Normalizer2.getNFKCInstance();

    private final String original;
    private final TextView.Builder out;
    private final StringBuilder segment = new StringBuilder();
    /** Letters with marks that are to become Latin, by index in what was read. */
    private final BitSet dressed = new BitSet();
    private int segmentStart;
    private int segmentEnd;
    private int segmentPoints;
    private int segmentMarks;
    private boolean inFlag;

    private Folding(String original) {
        this.original = original;
        out = new TextView.Builder(original.length());
    }

    static TextView fold(String original) {
        return isPlainAscii(original)
                ? TextView.identity(TextView.Kind.FOLDED, original)
                : new Folding(original).fold();
    }

    private static boolean isPlainAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x7F || (c < ' ' && !isAsciiSpace(c))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAsciiSpace(int c) {
        return c == '\n' || c == '\r' || c == '\t';
    }

    private TextView fold() {
        int next;
        for (int at = 0; at < original.length(); at = next) {
            int point = original.codePointAt(at);
            next = at + Character.charCount(point);
            if (point < FIRST_MARK && point >= ' ' && point < 0x7F) {
                // The common case: ASCII is a segment of its own unless a mark follows.
                if (next == original.length() || original.charAt(next) < FIRST_MARK) {
                    inFlag = false;
                    flush();
                    out.append((char) point, at, next);
                    continue;
                }
            }
            read(point, at, next);
        }
        flush();
        return (readLookalikes() ? recomposed() : out).build(TextView.Kind.FOLDED);
    }

    private void read(int point, int at, int next) {
        if (point >= TAG_SPACE && point <= TAG_CANCEL) {
            if (inFlag || point == TAG_CANCEL) {
                inFlag = inFlag && point != TAG_CANCEL;
                return;
            }
            point = point - TAG_SPACE + ' ';
        } else {
            inFlag = point == BLACK_FLAG && startsFlag(next);
        }
        if (isInvisible(point)) {
            return;
        }
        if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
            point = REPLACEMENT;
        }
        point = unified(point);
        if (segmentPoints > 0 && (segmentPoints >= MAX_SEGMENT || NFKC.hasBoundaryBefore(point))) {
            flush();
        }
        boolean mark = WordCharacters.isMark(point);
        if (mark && segmentMarks >= MAX_MARKS) {
            segmentEnd = next;
            return;
        }
        if (segmentPoints == 0) {
            segmentStart = at;
        }
        segment.appendCodePoint(point);
        segmentEnd = next;
        segmentPoints++;
        segmentMarks = mark ? segmentMarks + 1 : 0;
    }

    /** Tags after a black flag name a region when a cancel tag ends them within the length of a region code. */
    private boolean startsFlag(int from) {
        int at = from;
        for (int tags = 0; tags <= 6 && at < original.length(); tags++) {
            int point = original.codePointAt(at);
            if (point == TAG_CANCEL) {
                return tags > 0;
            }
            if (point < TAG_SPACE || point > TAG_TILDE) {
                return false;
            }
            at += Character.charCount(point);
        }
        return false;
    }

    private static boolean isInvisible(int point) {
        return UCharacter.hasBinaryProperty(point, UProperty.DEFAULT_IGNORABLE_CODE_POINT)
                || UCharacter.hasBinaryProperty(point, UProperty.NONCHARACTER_CODE_POINT)
                || (point >= FIRST_ANNOTATION && point <= LAST_ANNOTATION)
                || (Character.getType(point) == Character.CONTROL && !Character.isWhitespace(point) && point != 0x85);
    }

    private static int unified(int point) {
        return switch (point) {
            case '‘', '’', '‛', 'ʼ', '′', '´' -> '\'';
            case '“', '”', '„', '‟', '″' -> '"';
            case '‐', '‑', '‒', '–', '—', '―', '−' -> '-';
            case 0x85, 0x2028, 0x2029 -> '\n';
            case 0x2800, 0x0B, 0x0C, 0x1C, 0x1D, 0x1E, 0x1F -> ' ';
            default -> Character.getType(point) == Character.SPACE_SEPARATOR ? ' ' : point;
        };
    }

    /** Normalises what was gathered; its chars map to all of it unless nothing changed. */
    private void flush() {
        if (segmentPoints == 0) {
            return;
        }
        if (segmentPoints == 1) {
            int point = segment.codePointAt(0);
            if (NFKC.isInert(point)) {
                append(segment);
            } else {
                normalise();
            }
        } else {
            normalise();
        }
        segment.setLength(0);
        segmentPoints = 0;
        segmentMarks = 0;
    }

    private void normalise() {
        String normalised = NFKC.normalize(segment);
        if (normalised.length() > MAX_EXPANSION * segment.length()) {
            append(segment);
        } else if (segmentPoints > 1 && WordCharacters.isLatin(normalised.codePointAt(0))) {
            // What is left as a mark did not compose: it was put there for show.
            int first = Character.charCount(normalised.codePointAt(0));
            for (int at = 0, next; at < normalised.length(); at = next) {
                int point = normalised.codePointAt(at);
                next = at + Character.charCount(point);
                if (at < first || !WordCharacters.isMark(point)) {
                    append(normalised.substring(at, next));
                }
            }
        } else {
            append(normalised);
        }
    }

    private void append(CharSequence values) {
        out.append(values, segmentStart, segmentEnd);
    }

    /**
     * Only chars of the BMP are looked at: the letters beyond it that look Latin normalise to Latin.
     *
     * @return whether a letter that is Latin now, or is to be, has marks
     */
    private boolean readLookalikes() {
        int length = out.length();
        int start = 0;
        boolean latin = false;
        boolean lookalike = false;
        boolean marked = false;
        Lookalikes lookalikes = Lookalikes.get();
        for (int i = 0; i <= length; i++) {
            char c = i < length ? out.charAt(i) : ' ';
            if (Character.isSurrogate(c) || WordCharacters.isWord(c)) {
                boolean like = lookalikes.latin(c) != 0 || lookalikes.isMarked(c);
                lookalike |= like;
                latin |= WordCharacters.isLatin(c);
                marked |= c >= FIRST_MARK && WordCharacters.isMark(c) && i > 0
                        && WordCharacters.isLatin(out.charAt(i - 1));
                continue;
            }
            if (latin && lookalike) {
                for (int j = start; j < i; j++) {
                    char letter = lookalikes.latin(out.charAt(j));
                    if (letter != 0) {
                        out.set(j, letter);
                        marked |= j + 1 < i && WordCharacters.isMark(out.charAt(j + 1));
                    } else if (lookalikes.isMarked(out.charAt(j))) {
                        dressed.set(j);
                        marked = true;
                    }
                }
            }
            start = i + 1;
            latin = false;
            lookalike = false;
        }
        return marked;
    }

    /**
     * What was read, with every Latin letter composed with the marks behind it, as far as it composes: those of letters that
     * have become Latin since their segment was normalised, and those that something invisible had kept apart from their
     * letter. The letter is read from its marks too.
     */
    private TextView.Builder recomposed() {
        TextView.Builder composed = new TextView.Builder(out.length());
        int end;
        for (int at = 0; at < out.length(); at = end) {
            end = at + 1;
            boolean becomesLatin = dressed.get(at);
            if (becomesLatin || WordCharacters.isLatin(out.charAt(at))) {
                while (end < out.length() && WordCharacters.isMark(out.charAt(end))) {
                    end++;
                }
            }
            if (end == at + 1 && !becomesLatin) {
                composed.append(out.charAt(at), out.start(at), out.end(at));
                continue;
            }
            String letter = becomesLatin
                    ? Lookalikes.get().spelled(out.charAt(at))
                    : String.valueOf(out.charAt(at));
            String normalised = NFKC.normalize(letter + out.substring(at + 1, end));
            int letters = Character.charCount(normalised.codePointAt(0));
            composed.append(normalised.substring(0, letters), out.start(at), out.end(end - 1));
        }
        return composed;
    }
}
