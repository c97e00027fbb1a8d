package dev.outcrop.guardrails.pii;

import dev.outcrop.guardrails.policy.AssessmentException;
import dev.outcrop.guardrails.policy.TooMuchContentException;

/**
 * A text that counts how often its chars are read, so that no expression of a user takes more than a fixed number of looks at
 * each. RE2 searches in linear time, but a search for all occurrences may start anew at every one and read to the end each
 * time: {@code [0-9]+(.*END)?} does. Counting is exact where a clock would let the same text pass or not as the machine is
 * busy. For one thread.
 */
final class MeteredText implements CharSequence {
    /** Far more than expressions need that describe what is found, and not what comes long behind it. */
    static final int READS_PER_CHAR = 32;
    /** Short texts may be read as often as they like: some tenths of a second at most. */
    static final int FREE_READS = 1_000_000;

    private static final int READS_PER_CHECK = 1 << 14;

    private final String text;
    private final long most;
    private long reads;

    MeteredText(String text) {
        this.text = text;
        most = FREE_READS + (long) READS_PER_CHAR * text.length();
    }

    @Override
    public int length() {
        return text.length();
    }

    /**
     * {@inheritDoc}
     *
     * @throws TooMuchContentException when the text was read too often
     * @throws AssessmentException when the thread is interrupted
     */
    @Override
    public char charAt(int index) {
        if (++reads % READS_PER_CHECK == 0) {
            Interruption.check();
        }
        if (reads > most) {
            throw new TooMuchContentException(
                    "A regular expression of the guardrail takes too long on this text. Send less text at a time.");
        }
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.subSequence(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
