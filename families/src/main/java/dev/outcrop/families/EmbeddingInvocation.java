package dev.outcrop.families;

import java.util.List;

import dev.outcrop.inference.Embedding;

/** A request for vectors. */
public non-sealed interface EmbeddingInvocation extends Invocation {

    /** What to embed, in the order of the answer. */
    List<String> texts();

    /** Numbers per vector that the answer promises. */
    int dimensions();

    @Override
    EmbeddingInvocation withTexts(List<String> texts);

    /**
     * The family's response body: compact JSON, UTF-8.
     *
     * @param embeddings one per text, of {@link #dimensions()} numbers each
     * @throws dev.outcrop.wire.error.ValidationException when a text has more tokens than the model reads
     */
    byte[] body(List<Embedding> embeddings);
}
