package dev.outcrop.engines.gguf.model;

import java.util.Arrays;
import java.util.List;

import dev.outcrop.engines.gguf.cache.SequenceCache;

/** The tokens of one step, those of all slices one after the other: where each belongs and what it sees. */
final class Batch {

    private int tokens;
    private int longestView;
    private int[] ids = {};
    private int[] positions = {};
    private int[] viewEnds = {};
    private SequenceCache[] caches = {};

    /** Takes the tokens of decoder slices: each sees its own position and all before it. */
    void fill(List<Slice> slices, int vocabulary) {
        begin(slices.stream().mapToInt(Slice::count).sum());
        for (Slice slice : slices) {
            slice.cache().reserve(slice.count());
            for (int i = 0; i < slice.count(); i++) {
                int position = slice.cache().length() + i;
                add(slice.cache(), slice.tokens()[slice.from() + i], vocabulary, position, position + 1);
            }
        }
    }

    /** Takes one whole text for an encoder: each token sees all. */
    void fill(SequenceCache cache, int[] text, int vocabulary) {
        begin(text.length);
        cache.reserve(text.length);
        for (int position = 0; position < text.length; position++) {
            add(cache, text[position], vocabulary, position, text.length);
        }
    }

    private void begin(int count) {
        if (ids.length < count) {
            ids = new int[count];
            positions = new int[count];
            viewEnds = new int[count];
            caches = new SequenceCache[count];
        }
        Arrays.fill(caches, null);
        tokens = 0;
        longestView = 0;
    }

    private void add(SequenceCache cache, int id, int vocabulary, int position, int viewEnd) {
        if (id < 0 || id >= vocabulary) {
            throw new IllegalArgumentException("no token has the id " + id);
        }
        ids[tokens] = id;
        positions[tokens] = position;
        viewEnds[tokens] = viewEnd;
        caches[tokens] = cache;
        longestView = Math.max(longestView, viewEnd);
        tokens++;
    }

    int tokens() {
        return tokens;
    }

    /** Positions that the token with the widest view sees. */
    int longestView() {
        return longestView;
    }

    int id(int token) {
        return ids[token];
    }

    int position(int token) {
        return positions[token];
    }

    /** Positions of all tokens; valid up to {@link #tokens()}. */
    int[] positions() {
        return positions;
    }

    /** First position that the token does not see. */
    int viewEnd(int token) {
        return viewEnds[token];
    }

    SequenceCache cache(int token) {
        return caches[token];
    }

    /** Puts keys {@code [tokens, keyWidth]} and values {@code [tokens, valueWidth]} of a layer into the caches. */
    void store(int layer, float[] keys, int keyWidth, float[] values, int valueWidth) {
        for (int token = 0; token < tokens; token++) {
            SequenceCache cache = caches[token];
            int position = positions[token];
            System.arraycopy(keys, token * keyWidth, cache.keys(position), cache.keyOffset(layer, position), keyWidth);
            System.arraycopy(values, token * valueWidth, cache.values(position), cache.valueOffset(layer, position),
                    valueWidth);
        }
    }
}
