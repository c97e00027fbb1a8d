package dev.outcrop.engines.gguf;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

import dev.outcrop.engines.gguf.file.GgufException;
import dev.outcrop.engines.gguf.file.GgufFile;
import dev.outcrop.engines.gguf.model.Encoder;
import dev.outcrop.engines.gguf.tensor.FloatKernels;
import dev.outcrop.engines.gguf.tensor.Workers;
import dev.outcrop.engines.gguf.tokenizer.Tokenizer;
import dev.outcrop.inference.Embedding;
import dev.outcrop.inference.EmbeddingModel;
import dev.outcrop.inference.EmbeddingPurpose;
import dev.outcrop.inference.EmbeddingRequest;
import dev.outcrop.inference.InferenceException;
import dev.outcrop.inference.PromptTooLongException;

/**
 * An embedding model from a GGUF file, computed in this process.
 *
 * <p>Windows are embedded one after the other, each on the thread that asks, with helpers: short texts get their turn
 * between the windows of a long one. A text of several windows is the mean of their vectors, each weighted by its
 * tokens. Thread-safe.
 */
public final class GgufEmbeddingModel implements EmbeddingModel {

    private final String name;
    private final GgufFile file;
    private final Workers workers;
    private final Encoder encoder;
    private final Tokenizer tokenizer;
    private final Map<EmbeddingPurpose, String> prefixes;
    /** Fair, so that a text of many windows does not keep others waiting. */
    private final ReentrantLock lock = new ReentrantLock(true);
    private boolean closed;

    private GgufEmbeddingModel(String name, GgufFile file, Workers workers,
            Map<EmbeddingPurpose, String> prefixes) {
        this.name = name;
        this.file = file;
        this.workers = workers;
        this.prefixes = Map.copyOf(prefixes);
        this.encoder = Encoder.load(file, new FloatKernels(workers), workers);
        this.tokenizer = Tokenizer.of(file.metadata());
    }

    /** Opens a model file without prefixes, as {@link #open(Path, int, Map)}. */
    public static GgufEmbeddingModel open(Path path, int threads) {
        return open(path, threads, Map.of());
    }

    /**
     * Opens a model file.
     *
     * @param threads threads that compute, the caller's included
     * @param prefixes words in front of texts, by what the vectors are for; purposes left out have none
     * @throws GgufException when the file is damaged or no embedding model that is supported
     */
    public static GgufEmbeddingModel open(Path path, int threads, Map<EmbeddingPurpose, String> prefixes) {
        String fileName = path.getFileName() == null ? path.toString() : path.getFileName().toString();
        return open(GgufFile.open(path), fileName.replaceFirst("\\.gguf$", ""), threads, prefixes);
    }

    /**
     * Opens a model that is already in memory, which must stay there until {@link #close()} has returned.
     *
     * @param name used when the model does not name itself
     * @throws GgufException as {@link #open(Path, int, Map)}
     */
    public static GgufEmbeddingModel open(MemorySegment bytes, String name, int threads) {
        return open(GgufFile.of(bytes), name, threads, Map.of());
    }

    private static GgufEmbeddingModel open(GgufFile file, String name, int threads,
            Map<EmbeddingPurpose, String> prefixes) {
        Workers workers = new Workers(threads, name);
        try {
            return new GgufEmbeddingModel(file.metadata().string("general.name", name), file, workers,
                    prefixes);
        } catch (RuntimeException | Error e) {
            workers.close();
            file.close();
            throw e;
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int dimensions() {
        return encoder.width();
    }

    @Override
    public int contextLength() {
        return encoder.contextLength();
    }

    @Override
    public Embedding embed(String text) {
        return embed(EmbeddingRequest.of(List.of(text))).getFirst();
    }

    @Override
    public List<Embedding> embed(EmbeddingRequest request) {
        int[] around = tokenizer.encode("", true, false);
        List<int[]> texts = new ArrayList<>();
        for (String text : request.texts()) {
            int[] ids = tokenizer.encode(text, false, false);
            int tokens = ids.length + around.length;
            if (tokens > request.mostTokens()) {
                ids = switch (request.overflow()) {
                    case REFUSE -> throw new PromptTooLongException(tokens, request.mostTokens());
                    case DROP_START -> Arrays.copyOfRange(ids, tokens - Math.max(request.mostTokens(), around.length),
                            ids.length);
                    case DROP_END -> Arrays.copyOf(ids, Math.max(0, request.mostTokens() - around.length));
                };
            }
            texts.add(ids);
        }
        String prefix = prefixes.get(request.purpose());
        int[] before = prefix == null ? new int[0] : tokenizer.encode(prefix, false, false);
        return texts.stream().map(ids -> embed(ids, before, around)).toList();
    }

    /** @param around what the file puts around a text: its first token or nothing, then its last or nothing */
    private Embedding embed(int[] ids, int[] before, int[] around) {
        int size = contextLength() - before.length - around.length;
        if (size < 1) {
            throw new InferenceException("The prefix leaves no place for a text.");
        }
        float[] sum = new float[dimensions()];
        int weights = 0;
        int begin = 0;
        do {
            int end = Math.min(ids.length, begin + size);
            float[] vector = window(wrapped(ids, begin, end, before, around));
            int weight = Math.max(1, end - begin);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += weight * vector[i];
            }
            weights += weight;
            begin = end;
        } while (begin < ids.length);
        for (int i = 0; i < sum.length; i++) {
            sum[i] /= weights;
        }
        return new Embedding(sum, ids.length + around.length);
    }

    private static int[] wrapped(int[] ids, int from, int to, int[] before, int[] around) {
        int opening = around.length - around.length / 2;
        IntStream.Builder window = IntStream.builder();
        Arrays.stream(around, 0, opening).forEach(window::add);
        Arrays.stream(before).forEach(window::add);
        Arrays.stream(ids, from, to).forEach(window::add);
        Arrays.stream(around, opening, around.length).forEach(window::add);
        return window.build().toArray();
    }

    private float[] window(int[] ids) {
        if (ids.length == 0) {
            throw new InferenceException("The text has no tokens.");
        }
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InferenceException("The embedding was interrupted.", e);
        }
        try {
            if (closed) {
                throw new InferenceException("The model " + name + " was closed.");
            }
            return encoder.embedding(ids);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                workers.close();
                file.close();
            }
        } finally {
            lock.unlock();
        }
    }
}
