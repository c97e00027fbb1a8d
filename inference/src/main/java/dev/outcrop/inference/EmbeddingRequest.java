package dev.outcrop.inference;

import java.util.List;

/**
 * Texts to embed, and how they are read. Immutable.
 *
 * @param purpose what the vectors are for
 * @param mostTokens tokens that each text may have, the model's own special ones included
 * @param overflow what becomes of a text that has more
 */
public record EmbeddingRequest(List<String> texts, EmbeddingPurpose purpose, int mostTokens, Overflow overflow) {

    /** What becomes of a text with too many tokens. */
    public enum Overflow {
        /** The whole request is refused, before any text is embedded. */
        REFUSE,
        /** The text loses its first tokens. */
        DROP_START,
        /** The text loses its last tokens. */
        DROP_END
    }

    public EmbeddingRequest {
        texts = List.copyOf(texts);
        if (mostTokens < 1) {
            throw new IllegalArgumentException("mostTokens is " + mostTokens);
        }
    }

    /** Texts of any length, for a purpose that is not known. */
    public static EmbeddingRequest of(List<String> texts) {
        return new EmbeddingRequest(texts, EmbeddingPurpose.OTHER, Integer.MAX_VALUE, Overflow.REFUSE);
    }
}
