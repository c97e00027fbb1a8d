package dev.outcrop.families;

import java.util.List;

import dev.outcrop.inference.EmbeddingRequest;

/** A request to order documents by how well they answer a query. */
public non-sealed interface RerankInvocation extends Invocation {

    /** What is asked, as a request for one vector. */
    EmbeddingRequest queryRequest();

    /** What to order, as a request for a vector each. */
    EmbeddingRequest documentsRequest();

    @Override
    RerankInvocation withTexts(List<String> texts);

    /**
     * The family's response body: compact JSON, UTF-8.
     *
     * @param scores one per document, 0 to 1
     */
    byte[] body(double[] scores);
}
