package dev.outcrop.documents;

import java.util.List;

import dev.outcrop.documents.DocumentException.Reason;

/** The text of one document as it grows, within its bound of characters and time. Not thread-safe: one reader's own. */
final class TextSink {

    private final StringBuilder text = new StringBuilder();
    private final int maxCharacters;
    private final long deadlineNanos;

    /** @param deadlineNanos in the time of {@link System#nanoTime()} */
    TextSink(int maxCharacters, long deadlineNanos) {
        this.maxCharacters = maxCharacters;
        this.deadlineNanos = deadlineNanos;
    }

    int maxCharacters() {
        return maxCharacters;
    }

    /** Ends the reading of a document that is given up or over its time. */
    void check() {
        if (Thread.currentThread().isInterrupted() || System.nanoTime() - deadlineNanos > 0) {
            throw tooSlow();
        }
    }

    /** Appends as is. */
    void append(CharSequence more) {
        check();
        if (more.length() > maxCharacters - text.length()) {
            throw tooLong(maxCharacters);
        }
        text.append(more);
    }

    /** Appends one line; an empty one is left out after another. */
    void line(CharSequence line) {
        if (line.isEmpty() && (text.isEmpty() || endsWith("\n\n"))) {
            return;
        }
        append(line);
        append("\n");
    }

    /** Appends a heading line with a blank line on either side. */
    void heading(int level, CharSequence heading) {
        line("");
        line("#".repeat(Math.clamp(level, 1, 6)) + " " + heading);
        line("");
    }

    /** Appends the cells of a row as one line, without the empty ones at its end; nothing if all are empty. */
    void row(List<String> cells) {
        int last = cells.size();
        while (last > 0 && cells.get(last - 1).isEmpty()) {
            last--;
        }
        if (last == 0) {
            return;
        }
        for (int i = 0; i < last; i++) {
            if (i > 0) {
                append("\t");
            }
            append(cell(cells.get(i)));
        }
        append("\n");
    }

    /** The text, without blank lines around it. */
    String text() {
        int end = text.length();
        while (end > 0 && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        int start = 0;
        while (start < end && (text.charAt(start) == '\n' || text.charAt(start) == '\r')) {
            start++;
        }
        return text.substring(start, end);
    }

    static DocumentException tooLong(int maxCharacters) {
        return new DocumentException(Reason.TOO_LARGE,
                "The document holds more than " + maxCharacters + " characters of text.");
    }

    static DocumentException tooSlow() {
        return new DocumentException(Reason.TOO_SLOW, "The document could not be read in time.");
    }

    /** A cell's text on one line: a tab or a line break inside it would look like the next cell or row. */
    private static String cell(String text) {
        int i = 0;
        while (i < text.length() && text.charAt(i) >= ' ') {
            i++;
        }
        return i == text.length() ? text : text.strip().replaceAll("[\\x00-\\x1f]+", " ");
    }

    private boolean endsWith(String end) {
        return text.length() >= end.length()
                && text.lastIndexOf(end, text.length() - end.length()) == text.length() - end.length();
    }
}
