package dev.outcrop.guardrails.pii.network;

import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

import dev.outcrop.guardrails.config.PiiType;
import dev.outcrop.guardrails.pii.scan.Candidate;
import dev.outcrop.guardrails.pii.scan.Cue;
import dev.outcrop.guardrails.pii.scan.Recogniser;
import dev.outcrop.guardrails.pii.scan.ScannedText;

/**
 * Web addresses: with a scheme or {@code www.}; a bare domain only with a path behind it or a word for a web site near it,
 * since company and file names look alike. Punctuation that ends a sentence is not part of it.
 */
final class Url implements Recogniser {
    private static final int LONGEST_SCHEME = 12;
    private static final int LONGEST_HOST = 255;
    private static final int LONGEST_LABEL = 63;
    private static final int LONGEST = 2_048;
    private static final Set<String> TOP_LEVEL = Set.of(
            "com", "org", "net", "edu", "gov", "io", "co", "uk", "de", "fr", "nl", "eu", "info", "biz", "us", "ca",
            "au", "ch",
            "at", "be", "es", "it", "se", "jp", "in", "br", "dev", "app", "me", "tv", "ly", "gl", "ai", "xyz");

    @Override
    public void recognise(ScannedText text, Consumer<Candidate> found) {
        String chars = text.text();
        int free = 0;
        for (int i = chars.indexOf('.'), j = chars.indexOf("://"); i >= 0 || j >= 0;) {
            boolean scheme = j >= 0 && (i < 0 || j < i);
            int at = scheme ? j : i;
            if (at >= free) {
                int end = scheme ? withScheme(text, at, found) : withoutScheme(text, at, free, found);
                free = Math.max(free, end);
            }
            int next = Math.max(free, at + 1);
            i = i >= 0 && i < next ? chars.indexOf('.', next) : i;
            j = j >= 0 && j < next ? chars.indexOf("://", next) : j;
        }
    }

    private static int withScheme(ScannedText text, int colon, Consumer<Candidate> found) {
        int start = colon;
        while (start > 0 && colon - start < LONGEST_SCHEME && isAsciiLetterOrDigit(text.at(start - 1))) {
            start--;
        }
        int host = colon + 3;
        if (start == colon || !Character.isLetter(text.at(start)) || !isHost(text, host)) {
            return colon + 1;
        }
        int end = end(text, host);
        found.accept(new Candidate(PiiType.URL, start, end, 0.95));
        return end;
    }

    private static int withoutScheme(ScannedText text, int dot, int free, Consumer<Candidate> found) {
        int start = dot;
        while (start > free && dot - start < LONGEST_LABEL
                && (isAsciiLetterOrDigit(text.at(start - 1)) || text.at(start - 1) == '-')) {
            start--;
        }
        char before = text.at(start - 1);
        if (start == dot || "@._/\\=".indexOf(before) >= 0 || Character.isLetterOrDigit(before)) {
            return dot + 1;
        }
        int end = end(text, start);
        int hostEnd = hostEnd(text, start, end);
        int top = text.text().lastIndexOf('.', hostEnd - 1) + 1;
        if (top <= dot || !TOP_LEVEL.contains(text.text().substring(top, hostEnd)) || text.at(hostEnd) == '@') {
            return dot + 1;
        }
        boolean www = text.text().regionMatches(true, start, "www.", 0, 4);
        boolean path = end > hostEnd + 1 && text.at(hostEnd) == '/';
        double score = www ? 0.9 : path ? 0.65 : 0.6 * text.near(Cue.WEB, start, hostEnd);
        found.accept(new Candidate(PiiType.URL, start, www || path ? end : hostEnd, score));
        return hostEnd;
    }

    /** Index after the host of an address that starts there. */
    private static int hostEnd(ScannedText text, int start, int end) {
        int i = start;
        while (i < end && (isAsciiLetterOrDigit(text.at(i)) || text.at(i) == '-'
                || (text.at(i) == '.' && isAsciiLetterOrDigit(text.at(i + 1))))) {
            i++;
        }
        return i;
    }

    /** Whether what follows the scheme names a machine: a dot in it, {@code localhost}, a literal, or a path behind it. */
    private static boolean isHost(ScannedText text, int host) {
        int stop = host;
        boolean dot = false;
        while (stop < host + LONGEST_HOST && isPart(text.at(stop)) && "/?#".indexOf(text.at(stop)) < 0) {
            dot |= text.at(stop) == '.' && stop > host && isAsciiLetterOrDigit(text.at(stop + 1));
            stop++;
        }
        String name = text.text().substring(host, Math.min(stop, text.text().length())).toLowerCase(Locale.ROOT);
        boolean path = text.at(stop) == '/' && isPart(text.at(stop + 1)) && stop - host > 2;
        return dot || path || name.startsWith("localhost") || name.startsWith("[");
    }

    /** Index after an address: up to white space or a delimiter, less the punctuation around it. */
    private static int end(ScannedText text, int from) {
        int end = from;
        int open = 0;
        while (end < text.text().length() && end - from < LONGEST && isPart(text.at(end))) {
            open += text.at(end) == '(' ? 1 : text.at(end) == ')' ? -1 : 0;
            end++;
        }
        while (end > from) {
            char last = text.at(end - 1);
            boolean unopened = last == ')' && open < 0;
            if (!unopened && ".,;:!?'*…]".indexOf(last) < 0) {
                break;
            }
            open += unopened ? 1 : 0;
            end--;
        }
        return end;
    }

    private static boolean isPart(char c) {
        return c > ' ' && c != '\u00A0' && c != '\uFFFC' && "<>\"`{}|\\^“”«»".indexOf(c) < 0
                && !Character.isWhitespace(c);
    }

    private static boolean isAsciiLetterOrDigit(char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }
}
