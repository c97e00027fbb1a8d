package dev.outcrop.engines.gguf.model;

import java.util.Arrays;

import dev.outcrop.engines.gguf.cache.SequenceCache;
import dev.outcrop.engines.gguf.tensor.VectorMath;
import dev.outcrop.engines.gguf.tensor.Workers;
import org.jspecify.annotations.Nullable;

/**
 * Softmax attention of query vectors over the cached keys and values of their sequences.
 *
 * <p>Every (token, head) pair is computed by itself and in the order of the positions, so the result depends neither on
 * the rest of the batch nor on how a prompt was cut into chunks.
 */
final class Attention {

    private final Heads heads;
    private final Workers workers;
    private final Scratch[] scores;

    Attention(Heads heads, Workers workers) {
        this.heads = heads;
        this.workers = workers;
        this.scores = new Scratch[workers.count()];
        Arrays.setAll(scores, i -> new Scratch());
    }

    /**
     * Attends for all tokens of a batch, whose own keys and values are in the cache already.
     *
     * @param queries {@code [tokens, heads, keyWidth]}
     * @param window positions that a token sees, itself included; 0 means all
     * @param sinks one logit per head that joins the softmax and is dropped
     * @param out receives {@code [tokens, heads, valueWidth]}
     */
    void apply(Batch batch, int layer, float[] queries, int window, float @Nullable [] sinks, float[] out) {
        long cost = (long) batch.longestView() * (heads.keyWidth() + heads.valueWidth());
        workers.forEach(batch.tokens() * heads.query(), cost, (from, to, worker) -> {
            for (int item = from; item < to; item++) {
                int token = item / heads.query();
                int end = batch.viewEnd(token);
                int start = window == 0 ? 0 : Math.max(0, end - window);
                float[] space = scores[worker].ofSize(end - start);
                attend(batch.cache(token), layer, queries, item, start, end, sinks, space, out);
            }
        });
    }

    private void attend(SequenceCache cache, int layer, float[] queries, int item, int start, int end,
            float @Nullable [] sinks, float[] scores, float[] out) {
        int head = item % heads.query();
        int group = head / (heads.query() / heads.keyValue());
        float maximum = sinks == null ? Float.NEGATIVE_INFINITY : sinks[head];
        for (int position = start; position < end; position++) {
            float score = heads.scale() * VectorMath.dot(queries, item * heads.keyWidth(), cache.keys(position),
                    cache.keyOffset(layer, position) + group * heads.keyWidth(), heads.keyWidth());
            if (heads.cap() != 0) {
                score = heads.cap() * (float) Math.tanh(score / heads.cap());
            }
            scores[position - start] = score;
            maximum = Math.max(maximum, score);
        }
        double sum = sinks == null ? 0 : Math.exp(sinks[head] - maximum);
        for (int i = 0; i < end - start; i++) {
            float weight = (float) Math.exp(scores[i] - maximum);
            scores[i] = weight;
            sum += weight;
        }
        int to = item * heads.valueWidth();
        Arrays.fill(out, to, to + heads.valueWidth(), 0);
        float scale = (float) (1 / sum);
        for (int position = start; position < end; position++) {
            VectorMath.addScaled(scores[position - start] * scale, cache.values(position),
                    cache.valueOffset(layer, position) + group * heads.valueWidth(), out, to, heads.valueWidth());
        }
    }
}
