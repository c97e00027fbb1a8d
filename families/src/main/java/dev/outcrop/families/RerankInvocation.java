package dev.outcrop.families;

import java.util.List;

/** A request to order documents by how well they answer a query. */
public non-sealed interface RerankInvocation extends Invocation {

    /** What is asked. */
    String query();

    /** What to order. */
    List<String> documents();

    @Override
    RerankInvocation withTexts(List<String> texts);

    /**
     * The family's response body: compact JSON, UTF-8.
     *
     * @param scores one per document, 0 to 1
     */
    byte[] body(double[] scores);
}
