package dev.outcrop.guardrails.pii.credentials;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

import dev.outcrop.guardrails.config.PiiType;
import dev.outcrop.guardrails.pii.scan.Candidate;
import dev.outcrop.guardrails.pii.scan.Cue;
import dev.outcrop.guardrails.pii.scan.Links;
import dev.outcrop.guardrails.pii.scan.Recogniser;
import dev.outcrop.guardrails.pii.scan.ScannedText;

/**
 * What follows a label such as {@code password:}, {@code my password is} or {@code --user=}: the value up to white space.
 * After a colon or an equals sign almost anything may be one; in prose ("the password is wrong") it must not look like a word.
 */
record LabelledSecret(PiiType type, Cue cue, int shortest) implements Recogniser {
    private static final int LONGEST = 128;
    private static final int LONGEST_LINK = 48;
    private static final Set<String> NOT_VALUES = Set.of(
            "required", "null", "none", "true", "false", "string", "text", "undefined", "hidden", "changed", "empty",
            "optional",
            "n/a", "password", "username", "user", "yes", "no", "tbd", "unknown", "secret", "invalid", "incorrect",
            "wrong",
            "input", "varchar", "str", "char", "self", "this", "value", "example", "admin@", "nil", "new", "enter",
            "type",
            "your", "my", "the", "is", "and", "or", "must", "not", "reset", "expired", "please", "how", "what",
            "forgot");

    @Override
    public void recognise(ScannedText text, Consumer<Candidate> found) {
        int free = 0;
        for (int n = 0; n < text.count(cue); n++) {
            int label = text.cueEnd(cue, n);
            if (label >= free) {
                free = value(text, label, found);
            }
        }
    }

    /** Reads from a label to its value; returns the index up to which the text is spoken for. */
    private int value(ScannedText text, int label, Consumer<Candidate> found) {
        int limit = Math.min(text.text().length(), label + LONGEST_LINK);
        int i = label;
        boolean sign = false;
        boolean is = false;
        int words = 0;
        while (i < limit) {
            char c = text.at(i);
            if (c == ':' || c == '=') {
                sign = true;
                i++;
            } else if (passes(text, i, sign)) {
                i++;
            } else {
                int end = wordEnd(text, i);
                List<String> word = text.words(i, end);
                if (sign || word.size() != 1 || end == i || !Links.all(word) || ++words > 6) {
                    break;
                }
                is |= word.getFirst().equals("is") || word.getFirst().equals("was") || word.getFirst().equals("to")
                        || word.getFirst().equals("as");
                i = end;
            }
        }
        return accept(text, label, i, sign, is, found);
    }

    /** White space, and the marks around keys and labels. */
    private static boolean passes(ScannedText text, int index, boolean sign) {
        char next = text.at(index + 1);
        return switch (text.at(index)) {
            case ' ', '\t' -> true;
            case '\n', '>' -> sign;
            case '"', '\'' -> !sign && (next == ':' || next == ' ');
            case ')' -> !sign && next == ' ';
            default -> false;
        };
    }

    private int accept(
            ScannedText text, int label, int from, boolean sign, boolean is, Consumer<Candidate> found) {
        int start = from;
        char quote = text.at(start);
        boolean quoted = quote == '"' || quote == '\'' || quote == '`' || quote == '“';
        if (quoted) {
            start++;
        }
        int end = quoted ? quotedEnd(text, start, quote == '“' ? '”' : quote) : valueEnd(text, start);
        if (start == label || end - start < shortest || end - start > LONGEST) {
            return label;
        }
        String value = text.text().substring(start, end);
        boolean startsAsName = type != PiiType.USERNAME || !Character.isDigit(value.charAt(0)) || sign;
        boolean usable = startsAsName && value.indexOf('\uFFFC') < 0 && !value.endsWith("=")
                && !NOT_VALUES.contains(value.toLowerCase(Locale.ROOT));
        boolean accepted = usable && (sign
                ? looksAssigned(value, quoted)
                : (is || quoted || (start - label <= 2 && value.chars().anyMatch(Character::isLetter)))
                        && looksSecret(value, quoted && is));
        if (accepted) {
            found.accept(new Candidate(type, start, end, sign ? 0.8 : 0.7));
            return end;
        }
        return label;
    }

    /** Code also assigns: calls, variables and types are not values. */
    private static boolean looksAssigned(String value, boolean quoted) {
        if (quoted) {
            return value.indexOf(' ') < 0;
        }
        String small = value.toLowerCase(Locale.ROOT);
        if (small.contains("password") || small.contains("passwd") || small.contains("pwd")) {
            return false;
        }
        return value.indexOf('(') < 0 && value.charAt(0) != '-' && !value.startsWith("$")
                && !value.startsWith("{") && !value.startsWith("<")
                && !value.startsWith("[") && !value.startsWith("*") && !value.startsWith("%")
                && !value.startsWith("self.")
                && !value.startsWith("os.") && !value.startsWith("process.");
    }

    /** Not a word of prose: a digit, a sign or a capital inside it. */
    private static boolean looksSecret(String value, boolean quoted) {
        boolean odd = quoted;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            odd |= (c >= '0' && c <= '9') || "!@#$%^&*_+=~".indexOf(c) >= 0 || (i > 0 && Character.isUpperCase(c)
                    && Character.isLowerCase(value.charAt(i - 1)));
        }
        return odd && value.indexOf(' ') < 0;
    }

    private static int wordEnd(ScannedText text, int from) {
        int end = from;
        while (end < text.text().length() && Character.isLetter(text.at(end))) {
            end++;
        }
        char after = text.at(end);
        boolean wordEnds = Character.isWhitespace(after) || after == ':' || after == '=' || after == '"';
        return wordEnds ? end : from;
    }

    private static int quotedEnd(ScannedText text, int from, char quote) {
        int end = from;
        int limit = Math.min(text.text().length(), from + LONGEST + 1);
        while (end < limit && text.at(end) != quote && text.at(end) != '\n') {
            end++;
        }
        return end < limit && text.at(end) == quote ? end : from;
    }

    private static int valueEnd(ScannedText text, int from) {
        int end = from;
        int limit = Math.min(text.text().length(), from + LONGEST + 1);
        while (end < limit && !Character.isWhitespace(text.at(end)) && "\"<>`”".indexOf(text.at(end)) < 0) {
            end++;
        }
        while (end > from && ".,;:)]}'?".indexOf(text.at(end - 1)) >= 0) {
            end--;
        }
        return end;
    }
}
