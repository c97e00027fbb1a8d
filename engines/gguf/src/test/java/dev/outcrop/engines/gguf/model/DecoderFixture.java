package dev.outcrop.engines.gguf.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.outcrop.engines.gguf.cache.CachePool;
import dev.outcrop.engines.gguf.cache.CacheShape;
import dev.outcrop.engines.gguf.cache.SequenceCache;
import dev.outcrop.engines.gguf.file.GgufFile;
import dev.outcrop.engines.gguf.tensor.FloatKernels;
import dev.outcrop.engines.gguf.tensor.Workers;

/** A decoder in exact arithmetic with cache for a few sequences, driven token by token. */
final class DecoderFixture implements AutoCloseable {

    private final int contextLength;
    private final Workers workers;
    private final CachePool pool;
    final Decoder decoder;

    DecoderFixture(GgufFile file, int contextLength) {
        this(file, contextLength, 1);
    }

    DecoderFixture(GgufFile file, int contextLength, int threads) {
        this.contextLength = contextLength;
        this.workers = new Workers(threads, "test");
        this.decoder = Decoder.load(file, contextLength, new FloatKernels(workers), workers);
        this.pool = new CachePool(decoder.cacheShape(), 8 * CacheShape.pages(contextLength));
    }

    SequenceCache sequence() {
        return pool.open(contextLength).orElseThrow();
    }

    /** Logits after each of the tokens, which are fed {@code chunk} at a time. */
    List<float[]> logits(SequenceCache cache, int[] tokens, int chunk) {
        List<float[]> logits = new ArrayList<>();
        int vocabulary = decoder.vocabulary();
        for (int from = 0; from < tokens.length; from += chunk) {
            int count = Math.min(chunk, tokens.length - from);
            float[] all = new float[count * vocabulary];
            decoder.step(List.of(Slice.all(cache, tokens, from, count, all)));
            for (int i = 0; i < count; i++) {
                logits.add(Arrays.copyOfRange(all, i * vocabulary, (i + 1) * vocabulary));
            }
        }
        return logits;
    }

    /** Logits after the last of the tokens. */
    float[] lastLogits(SequenceCache cache, int... tokens) {
        float[] logits = new float[decoder.vocabulary()];
        decoder.step(List.of(Slice.last(cache, tokens, 0, tokens.length, logits)));
        return logits;
    }

    static int largest(float[] logits) {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            if (logits[i] > logits[best]) {
                best = i;
            }
        }
        return best;
    }

    @Override
    public void close() {
        workers.close();
    }
}
