package dev.outcrop.guardrails.pii.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.outcrop.guardrails.config.PiiType;

/**
 * A text cut into tokens once, for every recogniser, with the cues among its words.
 *
 * <p>Placeholders such as {@code {EMAIL}} stand for something already masked: they are blanked, so that neither they nor
 * the words in them are taken for a value or its label.
 */
public final class ScannedText {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Z_]{3,40})}");
    private static final char BLANK = '\uFFFC';

    private static final int WINDOW_BEFORE = 60;
    private static final int WINDOW_AFTER = 30;
    private static final int LABEL_WITHIN = 24;

    private final String text;
    private final List<Token> tokens;
    private final CueIndex cues;

    /** Cuts the text; takes time in proportion to its length. */
    public ScannedText(String original) {
        text = withoutPlaceholders(original);
        tokens = tokens(text);
        cues = new CueIndex(text, tokens);
    }

    /** The text; same length as the original. */
    public String text() {
        return text;
    }

    /** Longest runs of letters and digits, in order. */
    public List<Token> tokens() {
        return tokens;
    }

    /** The chars of a token. */
    public String text(Token token) {
        return text.substring(token.start(), token.end());
    }

    /** The char there, or a space outside of the text. */
    public char at(int index) {
        return index >= 0 && index < text.length() ? text.charAt(index) : ' ';
    }

    /**
     * How strongly the words around a value name it: 1 for a label right before it, falling with the distance, with other
     * numbers in between and with the end of a sentence; less for words behind it; 0 when the cue is not near. A label of
     * something else ({@link Cue#OTHER}) that is nearer takes most of it away.
     */
    public double near(Cue cue, int start, int end) {
        double own = closeness(cue, start, end);
        if (own == 0) {
            return 0;
        }
        return closeness(Cue.OTHER, start, end) > own ? own * 0.3 : own;
    }

    /** Whether something else is named as what the value is: an order number, a version, a price. */
    public boolean isSomethingElse(int start, int end) {
        return cueBefore(Cue.OTHER, start, LABEL_WITHIN) >= 0 || closeness(Cue.OTHER, start, end) > 0.75;
    }

    /** Whether a cue stands within that many chars on either side. */
    public boolean within(Cue cue, int start, int end, int chars) {
        int last = cues.lastEndingBy(cue, start);
        if (last >= 0 && start - cues.end(cue, last) <= chars) {
            return true;
        }
        int next = last + 1;
        return next < cues.count(cue) && cues.start(cue, next) - end <= chars;
    }

    /** Index after the last char of the nearest cue before the value, or -1 when none is within that many chars. */
    public int cueBefore(Cue cue, int start, int chars) {
        int last = cues.lastEndingBy(cue, start);
        return last >= 0 && start - cues.end(cue, last) <= chars ? cues.end(cue, last) : -1;
    }

    /** Index of the first char of the nearest cue behind the value, or -1 when none is within that many chars. */
    public int cueAfter(Cue cue, int end, int chars) {
        int next = cues.lastEndingBy(cue, end) + 1;
        boolean near = next < cues.count(cue) && cues.start(cue, next) >= end && cues.start(cue, next) - end <= chars;
        return near ? cues.start(cue, next) : -1;
    }

    /** The words of a part of the text, in lower case; a placeholder is one too: what it stands for parted its neighbours. */
    public List<String> words(int from, int to) {
        List<String> words = new ArrayList<>();
        int start = -1;
        for (int i = from; i <= to; i++) {
            boolean letter = i < to && (Character.isLetterOrDigit(text.charAt(i)) || text.charAt(i) == BLANK);
            if (letter && start < 0) {
                start = i;
            } else if (!letter && start >= 0) {
                words.add(text.substring(start, i).toLowerCase(Locale.ROOT));
                start = -1;
            }
        }
        return words;
    }

    /** How often a cue occurs. */
    public int count(Cue cue) {
        return cues.count(cue);
    }

    /** Index after the last char of the n-th occurrence of a cue. */
    public int cueEnd(Cue cue, int n) {
        return cues.end(cue, n);
    }

    private double closeness(Cue cue, int start, int end) {
        int last = cues.lastEndingBy(cue, start);
        double best = 0;
        if (last >= 0) {
            int from = cues.end(cue, last);
            if (start - from <= WINDOW_BEFORE) {
                best = (1 - 0.5 * (start - from) / WINDOW_BEFORE) * gap(from, start, 0.6);
            }
        }
        int next = last + 1;
        if (next < cues.count(cue)) {
            int to = cues.start(cue, next);
            if (to >= end && to - end <= WINDOW_AFTER) {
                double after = (0.85 - 0.5 * (to - end) / WINDOW_AFTER) * gap(end, to, 0.2);
                best = Math.max(best, labelsWhatFollows(cues.end(cue, next)) ? after * 0.3 : after);
            }
        }
        return best;
    }

    /** What remains of a label across some text: less for every number and sentence end in it. */
    private double gap(int from, int to, double perNumber) {
        double left = 1;
        boolean inNumber = false;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            boolean digit = c >= '0' && c <= '9';
            if (digit && !inNumber) {
                left *= perNumber;
            }
            inNumber = digit;
            boolean sentenceEnd = (c == '.' || c == '!' || c == '?') && i + 1 < to && Character.isWhitespace(at(i + 1))
                    && i > from + 3;
            if (sentenceEnd || (c == '\n' && at(i + 1) == '\n')) {
                left *= 0.5;
            }
        }
        return left;
    }

    private boolean labelsWhatFollows(int cueEnd) {
        for (int i = cueEnd; i < Math.min(text.length(), cueEnd + 16) && ",;\n".indexOf(text.charAt(i)) < 0; i++) {
            if (text.charAt(i) >= '0' && text.charAt(i) <= '9') {
                return true;
            }
        }
        return false;
    }

    /** Whether the part stands alone and is not a piece of a longer identifier, a fraction, a path or a price. */
    public boolean isolated(int start, int end) {
        char before = at(start - 1);
        if (Character.isLetterOrDigit(before) || before == '$' || before == '€' || before == '£' || before == '~') {
            return false;
        }
        if ("-_./\\@+".indexOf(before) >= 0 && Character.isLetterOrDigit(at(start - 2))) {
            return false;
        }
        char after = at(end);
        if (Character.isLetterOrDigit(after) || after == '%' || after == '_') {
            return false;
        }
        return !("-./\\@+".indexOf(after) >= 0 && Character.isLetterOrDigit(at(end + 1)));
    }

    private static String withoutPlaceholders(String text) {
        if (text.indexOf('{') < 0) {
            return text;
        }
        Matcher matcher = PLACEHOLDER.matcher(text);
        StringBuilder out = null;
        while (matcher.find()) {
            if (isType(matcher.group(1))) {
                out = out == null ? new StringBuilder(text) : out;
                for (int i = matcher.start(); i < matcher.end(); i++) {
                    out.setCharAt(i, BLANK);
                }
            }
        }
        return out == null ? text : out.toString();
    }

    private static boolean isType(String name) {
        for (PiiType type : PiiType.values()) {
            if (type.name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private static List<Token> tokens(String text) {
        List<Token> tokens = new ArrayList<>();
        int start = -1;
        int digits = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : ' ';
            if (Character.isLetterOrDigit(c)) {
                if (start < 0) {
                    start = i;
                    digits = 0;
                }
                digits += c >= '0' && c <= '9' ? 1 : 0;
            } else if (start >= 0) {
                tokens.add(new Token(start, i, digits));
                start = -1;
            }
        }
        return List.copyOf(tokens);
    }
}
