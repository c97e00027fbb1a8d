package dev.outcrop.guardrails.pii.contact;

import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.outcrop.guardrails.config.PiiType;
import dev.outcrop.guardrails.pii.scan.Candidate;
import dev.outcrop.guardrails.pii.scan.Recogniser;
import dev.outcrop.guardrails.pii.scan.ScannedText;

/**
 * E-mail addresses: from each {@code @} outwards, a local part (RFC 5321 length limits, letters of any script) and a
 * domain with a top-level name; also spelled out, {@code ines [at] example [dot] com}.
 */
final class EmailAddress implements Recogniser {
    private static final int LONGEST_LOCAL = 64;
    private static final int LONGEST_DOMAIN = 255;
    private static final String AT = "(?: ?\\[at] ?| ?\\(at\\) ?| ?\\{at} ?| at | @ )";
    private static final String DOT = "(?: ?\\[dot] ?| ?\\(dot\\) ?| ?\\{dot} ?| dot | \\. |\\.)";
    /** Only names that are no words of their own: "me @ noon . it was". */
    private static final String TOP_LEVEL = "(?:com|org|net|edu|gov|info|io|co|uk|ca|de|fr|nl|ch|eu|au|dev|biz)";
    private static final Pattern SPELLED = Pattern.compile(
            "(?<![\\p{L}\\p{N}._%+-])[\\p{L}\\p{N}._%+-]{1,64}+(?: dot [\\p{L}\\p{N}_-]{1,32}){0,2}" + AT
                    + "[\\p{L}\\p{N}-]{1,63}+(?:" + DOT
                    + "[\\p{L}\\p{N}-]{2,63}){0,3}?" + DOT + TOP_LEVEL + "(?![\\p{L}\\p{N}])",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern WORDS = Pattern.compile("[ \\[({]dot[ \\])}]", Pattern.CASE_INSENSITIVE);

    @Override
    public void recognise(ScannedText text, Consumer<Candidate> found) {
        String chars = text.text();
        int from = 0;
        for (int at = chars.indexOf('@'); at >= 0; at = chars.indexOf('@', at + 1)) {
            int start = startOfLocal(chars, at, from);
            int end = endOfDomain(chars, at + 1);
            if (start < at && end > 0) {
                found.accept(new Candidate(PiiType.EMAIL, start, end, 0.95));
                from = end;
            }
        }
        spelled(chars, found);
    }

    /** Looked for only where something stands for the sign. */
    private static void spelled(String chars, Consumer<Candidate> found) {
        if (!chars.contains(" @ ") && !WORDS.matcher(chars).find()) {
            return;
        }
        Matcher matcher = SPELLED.matcher(chars);
        while (matcher.find()) {
            found.accept(new Candidate(PiiType.EMAIL, matcher.start(), matcher.end(), 0.8));
        }
    }

    private static int startOfLocal(String chars, int at, int from) {
        int start = at;
        int floor = Math.max(from, at - LONGEST_LOCAL);
        while (start > floor && isLocal(chars.charAt(start - 1))) {
            start--;
        }
        while (start < at && "._-%+'".indexOf(chars.charAt(start)) >= 0) {
            start++;
        }
        return chars.charAt(Math.max(start, at - 1)) == '.' ? at : start;
    }

    private static boolean isLocal(char c) {
        return Character.isLetterOrDigit(c) || Character.isSurrogate(c) || "._-%+'".indexOf(c) >= 0
                || Character.getType(c) == Character.NON_SPACING_MARK;
    }

    /** Index after the top-level name, or -1. */
    private static int endOfDomain(String chars, int start) {
        int limit = Math.min(chars.length(), start + LONGEST_DOMAIN);
        int end = -1;
        int label = start;
        for (int i = start; i <= limit; i++) {
            char c = i < limit ? chars.charAt(i) : ' ';
            if (Character.isLetterOrDigit(c) || c == '-') {
                continue;
            }
            if (i == label || chars.charAt(label) == '-') {
                break;
            }
            if (label > start && isTopLevel(chars, label, i)) {
                end = i;
            }
            if (c != '.') {
                break;
            }
            label = i + 1;
        }
        return end;
    }

    private static boolean isTopLevel(String chars, int start, int end) {
        if (chars.startsWith("xn--", start)) {
            return true;
        }
        for (int i = start; i < end; i++) {
            if (!Character.isLetter(chars.charAt(i))) {
                return false;
            }
        }
        return end - start >= 2 && end - start <= 24;
    }
}
