package dev.outcrop.families;

import java.util.List;

import dev.outcrop.inference.Embedding;
import dev.outcrop.inference.EmbeddingRequest;

/** A request for vectors. */
public non-sealed interface EmbeddingInvocation extends Invocation {

    /** What to embed, in the order of the answer. */
    List<String> texts();

    /** What the model is asked: by default the texts whole, for a purpose that is not known. */
    default EmbeddingRequest request() {
        return EmbeddingRequest.of(texts());
    }

    /** Numbers per vector that the answer promises. */
    int dimensions();

    @Override
    EmbeddingInvocation withTexts(List<String> texts);

    /**
     * The family's response body: compact JSON, UTF-8.
     *
     * @param embeddings one per text, of {@link #dimensions()} numbers each
     */
    byte[] body(List<Embedding> embeddings);
}
