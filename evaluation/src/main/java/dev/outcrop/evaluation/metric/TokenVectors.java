package dev.outcrop.evaluation.metric;

/**
 * A text's tokens as vectors of an encoder's hidden layer.
 *
 * @param vectors one per token, all of one length
 * @param marks whether a token is one of the encoder's own (start, end) rather than the text's
 */
public record TokenVectors(float[][] vectors, boolean[] marks) {

    public TokenVectors {
        if (vectors.length != marks.length) {
            throw new IllegalArgumentException(vectors.length + " vectors and " + marks.length + " marks");
        }
    }

    boolean isEmpty() {
        for (boolean mark : marks) {
            if (!mark) {
                return false;
            }
        }
        return true;
    }
}
