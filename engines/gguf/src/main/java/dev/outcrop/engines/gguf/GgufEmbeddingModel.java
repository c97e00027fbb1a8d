package dev.outcrop.engines.gguf;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;

import dev.outcrop.engines.gguf.file.GgufException;
import dev.outcrop.engines.gguf.file.GgufFile;
import dev.outcrop.engines.gguf.model.Encoder;
import dev.outcrop.engines.gguf.tensor.FloatKernels;
import dev.outcrop.engines.gguf.tensor.Workers;
import dev.outcrop.engines.gguf.tokenizer.Tokenizer;
import dev.outcrop.inference.Embedding;
import dev.outcrop.inference.EmbeddingModel;
import dev.outcrop.inference.InferenceException;
import dev.outcrop.inference.PromptTooLongException;

/**
 * An embedding model from a GGUF file, computed in this process.
 *
 * <p>Texts are embedded one after the other, each on the thread that asks, with helpers. Thread-safe.
 */
public final class GgufEmbeddingModel implements EmbeddingModel {

    private final String name;
    private final GgufFile file;
    private final Workers workers;
    private final Encoder encoder;
    private final Tokenizer tokenizer;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean closed;

    private GgufEmbeddingModel(String name, GgufFile file, Workers workers) {
        this.name = name;
        this.file = file;
        this.workers = workers;
        this.encoder = Encoder.load(file, new FloatKernels(workers), workers);
        this.tokenizer = Tokenizer.of(file.metadata());
    }

    /**
     * Opens a model file.
     *
     * @param threads threads that compute, the caller's included
     * @throws GgufException when the file is damaged or no embedding model that is supported
     */
    public static GgufEmbeddingModel open(Path path, int threads) {
        String fileName = path.getFileName() == null ? path.toString() : path.getFileName().toString();
        return open(GgufFile.open(path), fileName.replaceFirst("\\.gguf$", ""), threads);
    }

    /**
     * Opens a model that is already in memory, which must stay there until {@link #close()} has returned.
     *
     * @param name used when the model does not name itself
     * @throws GgufException as {@link #open(Path, int)}
     */
    public static GgufEmbeddingModel open(MemorySegment bytes, String name, int threads) {
        return open(GgufFile.of(bytes), name, threads);
    }

    private static GgufEmbeddingModel open(GgufFile file, String name, int threads) {
        Workers workers = new Workers(threads, name);
        try {
            return new GgufEmbeddingModel(file.metadata().string("general.name", name), file, workers);
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
        int[] ids = tokenizer.encode(text, true, true);
        if (ids.length > contextLength()) {
            throw new PromptTooLongException(ids.length, contextLength());
        }
        if (ids.length == 0) {
            throw new InferenceException("The text has no tokens.");
        }
        lock.lock();
        try {
            if (closed) {
                throw new InferenceException("The model " + name + " was closed.");
            }
            return new Embedding(encoder.embedding(ids), ids.length);
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
