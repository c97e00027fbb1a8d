package dev.outcrop.documents;

import java.time.Duration;

/**
 * What reading one document may cost.
 *
 * @param maxBytes most bytes of a document
 * @param maxCharacters most UTF-16 units of its text; a longer text is refused, never cut
 * @param deadline longest time from the call to the text, waiting for a reader included
 * @param maxReaders most documents read at once, those that are given up and not yet stopped included
 */
public record DocumentLimits(int maxBytes, int maxCharacters, Duration deadline, int maxReaders) {

    /** The service's 4.5 MB per document (Converse API, {@code DocumentBlock}); the rest is our own choice. */
    public static final DocumentLimits DEFAULTS = new DocumentLimits(4_500_000, 2_000_000, Duration.ofSeconds(20), 4);

    /** @throws IllegalArgumentException if a limit is not positive */
    public DocumentLimits {
        if (maxBytes <= 0 || maxCharacters <= 0 || maxReaders <= 0 || deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }
}
