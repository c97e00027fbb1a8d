package dev.outcrop.engines.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
    private static final long IDLE_SECONDS = 30;

    private final ThreadPoolExecutor runs;
    private final Object loading = new Object();
    private volatile @Nullable EncoderSession session;

    /** @param threads most runs of the model at the same time, one core each */
    public MiniLmEncoder(int threads) {
        AtomicInteger count = new AtomicInteger();
        runs = new ThreadPoolExecutor(threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
                task -> {
                    Thread thread = new Thread(task, "encoder-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        runs.allowCoreThreadTimeOut(true);
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

    private EncoderSession session() {
        EncoderSession loaded = session;
        if (loaded != null) {
            return loaded;
        }
        synchronized (loading) {
            if (runs.isShutdown()) {
                throw closed(null);
            }
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
            float[] hidden = run(() -> model.run(tokens, from, to));
            float[] vectors = Arrays.copyOfRange(hidden, DIMENSIONS, hidden.length - DIMENSIONS);
            sink.accept(new EncodedWindow(vectors, tokens.starts(from, to), tokens.ends(from, to), mean(hidden)));
        }
    }

    private float[] run(Callable<float[]> task) {
        Future<float[]> result;
        try {
            result = runs.submit(task);
        } catch (RejectedExecutionException e) {
            throw closed(e);
        }
        try {
            return result.get();
        } catch (InterruptedException e) {
            result.cancel(false);
            Thread.currentThread().interrupt();
            throw new InferenceException("The encoder was interrupted.", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof InferenceException known
                    ? known
                    : new InferenceException("The encoder failed.", e);
        }
    }

    private static InferenceException closed(@Nullable Throwable cause) {
        return cause == null
                ? new InferenceException("The encoder is closed.")
                : new InferenceException("The encoder is closed.", cause);
    }

    /** The mean of the rows, divided by its length. */
    private static float[] mean(float[] hidden) {
        float[] mean = new float[DIMENSIONS];
        for (int row = 0; row < hidden.length; row += DIMENSIONS) {
            for (int i = 0; i < DIMENSIONS; i++) {
                mean[i] += hidden[row + i];
            }
        }
        double squares = 0;
        for (float value : mean) {
            squares += (double) value * value;
        }
        float scale = (float) (1 / Math.max(Math.sqrt(squares), 1e-12));
        for (int i = 0; i < DIMENSIONS; i++) {
            mean[i] *= scale;
        }
        return mean;
    }

    @Override
    public void close() {
        runs.shutdown();
        boolean interrupted = false;
        synchronized (loading) {
            while (true) {
                try {
                    if (runs.awaitTermination(1, TimeUnit.MINUTES)) {
                        break;
                    }
                } catch (InterruptedException e) {
                    // The model must not be freed under a running call; a window takes milliseconds.
                    interrupted = true;
                }
            }
            EncoderSession loaded = session;
            session = null;
            if (loaded != null) {
                loaded.close();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
