package dev.outcrop.engines.gguf.sampling;

/** Which tokens may come next in one answer. Not thread-safe. */
public interface TokenConstraint {

    /**
     * Makes every token impossible that may not come next; what is left has at least one possible token.
     *
     * @param logits {@code [vocabulary]}; changed in place
     */
    void mask(float[] logits);

    /** Tells that a token that the mask left possible has become part of the answer. */
    void accept(int token);

    /** Whether the answer may end here. */
    boolean mayEnd();

    /** Whether the answer ends here, as nothing may follow. */
    boolean isComplete();
}
