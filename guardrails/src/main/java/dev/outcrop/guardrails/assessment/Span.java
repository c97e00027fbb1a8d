package dev.outcrop.guardrails.assessment;

/**
 * A part of the assessed content.
 *
 * @param block index of the content block
 * @param start index of the first char (UTF-16) in the block's original text
 * @param end index after the last char
 */
public record Span(int block, int start, int end) {

    public Span {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("not a span: " + start + ".." + end);
        }
    }
}
