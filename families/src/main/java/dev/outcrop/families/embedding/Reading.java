package dev.outcrop.families.embedding;

import dev.outcrop.inference.EmbeddingPurpose;
import dev.outcrop.inference.EmbeddingRequest.Overflow;

/** How a model reads the texts of a request, as {@link dev.outcrop.inference.EmbeddingRequest} says. */
record Reading(EmbeddingPurpose purpose, int mostTokens, Overflow overflow) {

    /** At most this many tokens, for a purpose that is not known. */
    static Reading upTo(int mostTokens) {
        return new Reading(EmbeddingPurpose.OTHER, mostTokens, Overflow.REFUSE);
    }
}
