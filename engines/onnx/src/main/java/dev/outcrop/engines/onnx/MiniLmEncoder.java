package dev.outcrop.engines.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

import dev.outcrop.inference.EncodedWindow;
import dev.outcrop.inference.InferenceException;
import dev.outcrop.inference.TokenEncoder;
import org.jspecify.annotations.Nullable;

/**
 * all-MiniLM-L6-v2 in int8, from the class path: 6 layers, 384 numbers per token, English. Thread-safe.
 *
 * <p>Constructing it loads nothing: the model is loaded by the first call, or by {@link #load()} in good time.
 *
 * <p>Runs of the model happen on a few platform threads of its own, one window at a time each: a native call would hold
 * the carrier of a virtual thread, and several callers on one core only slow each other down. A caller has one window
 * in flight at most, so that a long text neither fills memory nor shuts out short ones. An interrupt ends a call between
 * two windows.
 */
public final class MiniLmEncoder implements TokenEncoder {
    private static final String MODEL = "all-minilm-l6-v2-q.onnx";
    private static final String TOKENIZER = "all-minilm-l6-v2-q-tokenizer.json";
    private static final int DIMENSIONS = 384;
    private static final int CONTEXT = 256;
    private static final long[] NO_PREFIX = {};

    private final EncoderThreads runs;
    private final Object loading = new Object();
    private volatile @Nullable EncoderSession session;

    /** @param threads most runs of the model at the same time, one core each */
    public MiniLmEncoder(int threads) {
        runs = new EncoderThreads(threads);
    }

    @Override
    public String name() {
        return "all-MiniLM-L6-v2-int8";
    }

    @Override
    public int dimensions() {
        return DIMENSIONS;
    }

    @Override
    public int contextLength() {
        return CONTEXT;
    }

    /**
     * Loads the model unless it is there.
     *
     * @throws InferenceException when it cannot be loaded or the encoder is closed
     */
    public void load() {
        session();
    }

    /** The model, loaded when it is not. */
    EncoderSession session() {
        EncoderSession loaded = session;
        if (loaded != null) {
            return loaded;
        }
        synchronized (loading) {
            runs.requireOpen();
            loaded = session;
            if (loaded == null) {
                loaded = EncoderSession.load(MiniLmEncoder.class.getClassLoader(), MODEL, TOKENIZER);
                session = loaded;
            }
            return loaded;
        }
    }

    @Override
    public List<EncodedWindow> encode(String text) {
        List<EncodedWindow> windows = new ArrayList<>();
        encode(text, windows::add);
        return List.copyOf(windows);
    }

    @Override
    public void encode(String text, Consumer<EncodedWindow> sink) {
        EncoderSession model = session();
        Tokens tokens = model.tokenizer().tokenize(text);
        int end;
        for (int begin = 0; begin < tokens.size(); begin = end) {
            int from = begin;
            int to = Windows.end(text, tokens, begin, CONTEXT - 2);
            end = to;
            EncoderSession.Hidden hidden = runs.run(
                    () -> model.run(List.of(model.ids(NO_PREFIX, tokens, from, to))));
            float[] vectors = Arrays.copyOfRange(hidden.values(), DIMENSIONS, hidden.values().length - DIMENSIONS);
            float[] mean = WindowBatch.pool(hidden, 0, hidden.longest(), SentenceOptions.Pooling.MEAN);
            sink.accept(new EncodedWindow(vectors, tokens.starts(from, to), tokens.ends(from, to), mean));
        }
    }

    /** Where the model runs. */
    EncoderThreads threads() {
        return runs;
    }

    @Override
    public void close() {
        runs.close();
        synchronized (loading) {
            EncoderSession loaded = session;
            session = null;
            if (loaded != null) {
                loaded.close();
            }
        }
    }
}
