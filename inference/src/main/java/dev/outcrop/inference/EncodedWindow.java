package dev.outcrop.inference;

/**
 * What a {@link TokenEncoder} made of one window of a text. The arrays are shared and must not be written to.
 *
 * @param vectors {@code [tokens * dimensions]}, the model's last hidden state, special tokens left out
 * @param starts per token: index of its first char (UTF-16) in the encoded text
 * @param ends per token: index after its last char
 * @param mean {@code [dimensions]}: mean over all tokens, special ones included, of length 1 (the sentence vector of
 *     MiniLM-class models)
 */
public record EncodedWindow(float[] vectors, int[] starts, int[] ends, float[] mean) {

    /** Tokens of the window. */
    public int tokens() {
        return starts.length;
    }
}
