package dev.outcrop.engines.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Windows that wait to go through a model together, and their way to one vector each. Not thread-safe.
 *
 * <p>A run takes at most 32 windows and 2,048 places, padding included: attention of 12 heads over four windows of 512
 * needs 50 MB.
 */
final class WindowBatch {
    private static final int MOST_WINDOWS = 32;
    private static final int MOST_PLACES = 2_048;

    /** Takes the vector of a window, of length 1. */
    @FunctionalInterface
    interface Sink {
        void accept(int text, int weight, float[] vector);
    }

    private record Window(int text, int weight, long[] ids) {}

    private final boolean together;
    private final SentenceOptions.Pooling pooling;
    private final Function<List<long[]>, EncoderSession.Hidden> model;
    private final Sink sink;
    private final List<Window> waiting = new ArrayList<>();
    private int longest;

    /**
     * @param together whether windows may share a run
     * @param model runs sequences of token ids
     */
    WindowBatch(boolean together, SentenceOptions.Pooling pooling,
            Function<List<long[]>, EncoderSession.Hidden> model, Sink sink) {
        this.together = together;
        this.pooling = pooling;
        this.model = model;
        this.sink = sink;
    }

    /** Adds a window; runs what waits when there is no place for it. */
    void add(int text, int weight, long[] ids) {
        int places = (waiting.size() + 1) * Math.max(longest, ids.length);
        if (!together || waiting.size() == MOST_WINDOWS || places > MOST_PLACES) {
            flush();
        }
        waiting.add(new Window(text, weight, ids));
        longest = Math.max(longest, ids.length);
    }

    /** Runs what waits. */
    void flush() {
        if (waiting.isEmpty()) {
            return;
        }
        EncoderSession.Hidden hidden = model.apply(waiting.stream().map(Window::ids).toList());
        for (int i = 0; i < waiting.size(); i++) {
            Window window = waiting.get(i);
            sink.accept(window.text(), window.weight(), pool(hidden, i, window.ids().length, pooling));
        }
        waiting.clear();
        longest = 0;
    }

    /** One vector of length 1 for one sequence of a run. */
    static float[] pool(EncoderSession.Hidden hidden, int sequence, int tokens, SentenceOptions.Pooling pooling) {
        int dimensions = hidden.dimensions();
        int from = sequence * hidden.longest() * dimensions;
        int rows = switch (pooling) {
            case MEAN -> tokens;
            case CLS -> 1;
        };
        float[] vector = new float[dimensions];
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < dimensions; i++) {
                vector[i] += hidden.values()[from + row * dimensions + i];
            }
        }
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        float scale = (float) (1 / Math.max(Math.sqrt(squares), 1e-12));
        for (int i = 0; i < dimensions; i++) {
            vector[i] *= scale;
        }
        return vector;
    }
}
