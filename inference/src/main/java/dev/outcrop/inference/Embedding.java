package dev.outcrop.inference;

/**
 * A text as a vector.
 *
 * @param vector {@link EmbeddingModel#dimensions()} numbers, not normalised; the caller's to keep
 * @param tokens tokens that the model read
 */
public record Embedding(float[] vector, int tokens) {}
