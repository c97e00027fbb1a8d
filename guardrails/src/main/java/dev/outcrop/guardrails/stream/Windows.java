package dev.outcrop.guardrails.stream;

import java.time.Duration;

import dev.outcrop.guardrails.config.CustomWord;
import dev.outcrop.guardrails.config.GuardrailConfig;

/**
 * In which windows a stream is assessed. All lengths in chars (UTF-16).
 *
 * @param size text that waits for an assessment and closes a window
 * @param reach the longest span that is certain to be found whole wherever windows begin and end; also how far to both
 *     sides of a span the text may matter to it. This much of a window waits for the next one
 * @param limit the longest text that waits for the end of a span that has no end
 * @param patience how long text may wait for a window to fill; then a shorter one is assessed
 */
public record Windows(int size, int reach, int limit, Duration patience) {

    /** A text unit of the service. */
    public static final int DEFAULT_SIZE = 1_000;
    /** The longest e-mail address has 254 characters. */
    private static final int LEAST_REACH = 256;
    /** A word whose characters are percent-encoded, or stand apart with more than one separator, is this much longer. */
    private static final int DISGUISE = 3;
    private static final int WORD_BORDERS = 32;
    private static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(1);

    /** @throws IllegalArgumentException when windows of this size would let no text pass */
    public Windows {
        if (reach < 1 || size < 2 * reach || limit < size || patience.isNegative()) {
            throw new IllegalArgumentException(
                    "no windows: size " + size + ", reach " + reach + ", limit " + limit + ", patience " + patience);
        }
    }

    /**
     * Windows with a reach that the guardrail's longest word fits into.
     *
     * @param size the least; two reaches are more for guardrails with long words
     */
    public static Windows of(GuardrailConfig config, int size) {
        int word = config.words().stream().map(CustomWord::text).mapToInt(String::length).max().orElse(0);
        int reach = Math.max(LEAST_REACH, DISGUISE * word + WORD_BORDERS);
        int enough = Math.max(size, 2 * reach);
        return new Windows(enough, reach, 4 * enough, DEFAULT_PATIENCE);
    }

    /** Text that must wait before {@link #patience} closes a window: less would let next to nothing pass. */
    int soonest() {
        return reach + size / 10;
    }
}
