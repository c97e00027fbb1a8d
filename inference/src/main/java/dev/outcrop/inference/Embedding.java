package dev.outcrop.inference;

/**
 * A text as a vector.
 *
 * @param vector {@link EmbeddingModel#dimensions()} numbers, not normalised; the caller's to keep
 * @param tokens tokens that the model read
 */
public record Embedding(float[] vector, int tokens) {

    /** @throws InferenceException when a component is no finite number: a vector that is like nothing helps nobody */
    public Embedding {
        for (float component : vector) {
            if (!Float.isFinite(component)) {
                throw new InferenceException("The model gave a vector with a component that is no number.");
            }
        }
    }
}
