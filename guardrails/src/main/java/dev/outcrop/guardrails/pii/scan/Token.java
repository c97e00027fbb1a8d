package dev.outcrop.guardrails.pii.scan;

/**
 * A longest run of letters and digits.
 *
 * @param start index of the first char
 * @param end index after the last char
 * @param digits how many of its chars are ASCII digits
 */
public record Token(int start, int end, int digits) {

    /** Length in chars. */
    public int length() {
        return end - start;
    }

    /** Whether it is made of digits alone. */
    public boolean isNumber() {
        return digits == end - start;
    }
}
