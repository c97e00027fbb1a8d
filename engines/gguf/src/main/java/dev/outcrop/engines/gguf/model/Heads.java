package dev.outcrop.engines.gguf.model;

/**
 * The shape of attention.
 *
 * @param query query heads, a multiple of {@code keyValue}
 * @param keyValue key/value heads; query head {@code h} uses {@code h / (query / keyValue)}
 * @param keyWidth numbers per head of queries and keys
 * @param valueWidth numbers per head of values
 * @param scale factor of the scores
 * @param cap {@code c} of the soft cap {@code c·tanh(s/c)} of the scores; 0 is none
 */
record Heads(int query, int keyValue, int keyWidth, int valueWidth, float scale, float cap) {

    int queryNumbers() {
        return query * keyWidth;
    }

    int keyNumbers() {
        return keyValue * keyWidth;
    }

    int valueNumbers() {
        return keyValue * valueWidth;
    }

    int outputNumbers() {
        return query * valueWidth;
    }
}
