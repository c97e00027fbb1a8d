package dev.outcrop.guardrails.pii.tagger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.outcrop.guardrails.head.Activations;

/**
 * Spans from tags: the most probable sequence in which an inside follows its own type (Viterbi, "Error bounds for
 * convolutional codes", 1967; here only impossible transitions cost anything). Tag 0 is outside, tags {@code 2k + 1} and
 * {@code 2k + 2} are the beginning and the inside of type {@code k}.
 */
final class TagDecoder {

    private TagDecoder() {}

    /**
     * A run of tokens of one type.
     *
     * @param end token after the last
     * @param score mean over the tokens of the type's probability
     */
    record Run(int type, int start, int end, double score) {}

    /** @param logits {@code [tokens * tags]} */
    static List<Run> runs(float[] logits, int tags) {
        int tokens = logits.length / tags;
        List<Run> runs = new ArrayList<>();
        int[] path = path(logits, tokens, tags);
        int token = 0;
        while (token < tokens) {
            int start = token++;
            if (path[start] != 0) {
                int type = (path[start] - 1) / 2;
                while (token < tokens && path[token] == 2 * type + 2) {
                    token++;
                }
                runs.add(new Run(type, start, token, score(logits, tags, type, start, token)));
            }
        }
        return runs;
    }

    private static double score(float[] logits, int tags, int type, int start, int end) {
        double sum = 0;
        for (int token = start; token < end; token++) {
            float[] probabilities = Arrays.copyOfRange(logits, token * tags, (token + 1) * tags);
            Activations.softmax(probabilities);
            sum += probabilities[2 * type + 1] + probabilities[2 * type + 2];
        }
        return sum / (end - start);
    }

    /** Logits and log-probabilities differ by the same amount for all tags of a token, which no path can avoid. */
    private static int[] path(float[] logits, int tokens, int tags) {
        int[] back = new int[tokens * tags];
        double[] best = new double[tags];
        double[] step = new double[tags];
        for (int token = 0; token < tokens; token++) {
            int top = largest(best);
            for (int tag = 0; tag < tags; tag++) {
                boolean inside = tag > 0 && tag % 2 == 0;
                double before;
                if (token == 0) {
                    before = inside ? Double.NEGATIVE_INFINITY : 0;
                } else {
                    int origin = inside ? (best[tag] > best[tag - 1] ? tag : tag - 1) : top;
                    back[token * tags + tag] = origin;
                    before = best[origin];
                }
                step[tag] = before + logits[token * tags + tag];
            }
            double[] swap = best;
            best = step;
            step = swap;
        }
        int[] path = new int[tokens];
        int tag = largest(best);
        for (int token = tokens - 1; token >= 0; token--) {
            path[token] = tag;
            tag = back[token * tags + tag];
        }
        return path;
    }

    private static int largest(double[] values) {
        int largest = 0;
        for (int i = 1; i < values.length; i++) {
            largest = values[i] > values[largest] ? i : largest;
        }
        return largest;
    }
}
