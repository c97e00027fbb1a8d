package dev.outcrop.engines.onnx;

import java.util.List;
import java.util.stream.LongStream;

import dev.outcrop.inference.InferenceException;

/**
 * What a first run tells about an encoder.
 *
 * @param dimensions numbers per vector
 * @param batches whether a window's vector stays what it is when a longer window shares its run. It does not in models
 *     that are quantised dynamically, ignore the mask, or are made for one sequence at a time.
 */
record EncoderTrial(int dimensions, boolean batches) {
    private static final int SHORT = 6;
    private static final int LONG = 24;
    /** Floats that are summed in another order differ by less; a step of an 8-bit scale is more. */
    private static final double SAME = 1e-3;

    /**
     * Tries an encoder.
     *
     * @param window tokens that it must be able to read at once
     * @throws InferenceException when it fails on one window
     */
    static EncoderTrial of(EncoderSession session, int window) {
        session.run(List.of(sequence(session, window - 2)));
        long[] brief = sequence(session, SHORT);
        EncoderSession.Hidden alone = session.run(List.of(brief));
        return new EncoderTrial(alone.dimensions(), batches(session, brief, alone));
    }

    private static boolean batches(EncoderSession session, long[] brief, EncoderSession.Hidden alone) {
        EncoderSession.Hidden together;
        try {
            together = session.run(List.of(brief, sequence(session, LONG)));
        } catch (InferenceException e) {
            return false;
        }
        float[] one = WindowBatch.pool(alone, 0, brief.length, SentenceOptions.Pooling.MEAN);
        float[] other = WindowBatch.pool(together, 0, brief.length, SentenceOptions.Pooling.MEAN);
        for (int i = 0; i < one.length; i++) {
            // Written so that what is no number counts as different.
            if (!(Math.abs(one[i] - other[i]) <= SAME)) {
                return false;
            }
        }
        return true;
    }

    /** Special tokens around unknown words: every model has those. */
    private static long[] sequence(EncoderSession session, int tokens) {
        long unknown = session.tokenizer().required("[UNK]");
        Tokens none = new Tokens();
        return session.ids(LongStream.range(0, tokens).map(i -> unknown).toArray(), none, 0, 0);
    }
}
