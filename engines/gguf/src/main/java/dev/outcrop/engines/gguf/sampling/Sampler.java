package dev.outcrop.engines.gguf.sampling;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

import dev.outcrop.inference.Sampling;
import org.jspecify.annotations.Nullable;

/**
 * Chooses tokens for one generation. Not thread-safe.
 *
 * <p>Order of the steps: the constraint's mask, logit bias, penalties, temperature, top-k, softmax, min-p, top-p, draw. The repetition penalty
 * looks at the last {@value #REPETITION_WINDOW} tokens of the answer; frequency and presence penalties at all of it. A
 * logit that is no number counts as impossible; when nothing is possible, token 0 is taken.
 */
public final class Sampler {

    /** Tokens that the repetition penalty remembers. */
    static final int REPETITION_WINDOW = 64;

    private final Sampling sampling;
    private final @Nullable TokenConstraint constraint;
    private final RandomGenerator random;
    private final int[] counts;
    private final int[] recent = new int[REPETITION_WINDOW];
    private int accepted;

    /** Candidates, most likely first once selected. Reused from token to token. */
    private final int[] candidates;

    private final float[] weights;

    /** @param vocabulary number of tokens */
    public Sampler(Sampling sampling, int vocabulary) {
        this(sampling, vocabulary, null);
    }

    /**
     * @param vocabulary number of tokens
     * @param constraint what the answer is held to, or null
     */
    public Sampler(Sampling sampling, int vocabulary, @Nullable TokenConstraint constraint) {
        this.sampling = sampling;
        this.constraint = constraint;
        this.random = new SplittableRandom(
                sampling.seed().orElseGet(() -> ThreadLocalRandom.current().nextLong()));
        boolean penalised = sampling.frequencyPenalty() != 0 || sampling.presencePenalty() != 0;
        this.counts = new int[penalised ? vocabulary : 0];
        boolean drawn = sampling.temperature() > 0;
        this.candidates = new int[drawn ? vocabulary : 0];
        this.weights = new float[drawn ? vocabulary : 0];
    }

    /**
     * The next token.
     *
     * @param logits {@code [vocabulary]}; changed in place
     */
    public int next(float[] logits) {
        if (constraint != null) {
            constraint.mask(logits);
        }
        adjust(logits);
        return sampling.temperature() > 0 ? draw(logits) : mostLikely(logits);
    }

    /** Tells that a token has become part of the answer. */
    public void accept(int token) {
        if (constraint != null) {
            constraint.accept(token);
        }
        if (counts.length > 0) {
            counts[token]++;
        }
        recent[accepted++ % REPETITION_WINDOW] = token;
    }

    private void adjust(float[] logits) {
        for (Map.Entry<Integer, Double> bias : sampling.logitBias().entrySet()) {
            if (bias.getKey() >= 0 && bias.getKey() < logits.length) {
                logits[bias.getKey()] += bias.getValue().floatValue();
            }
        }
        if (sampling.repetitionPenalty() != 1) {
            penaliseRepetition(logits);
        }
        for (int token = 0; token < counts.length; token++) {
            if (counts[token] > 0) {
                logits[token] -= (float) (counts[token] * sampling.frequencyPenalty() + sampling.presencePenalty());
            }
        }
    }

    private void penaliseRepetition(float[] logits) {
        int remembered = Math.min(accepted, REPETITION_WINDOW);
        for (int i = 0; i < remembered; i++) {
            int token = recent[i];
            boolean again = false;
            for (int j = 0; j < i && !again; j++) {
                again = recent[j] == token;
            }
            if (!again) {
                float penalty = (float) sampling.repetitionPenalty();
                logits[token] = logits[token] > 0 ? logits[token] / penalty : logits[token] * penalty;
            }
        }
    }

    private static int mostLikely(float[] logits) {
        int best = 0;
        float bestLogit = Float.NEGATIVE_INFINITY;
        for (int token = 0; token < logits.length; token++) {
            if (logits[token] > bestLogit) {
                best = token;
                bestLogit = logits[token];
            }
        }
        return best;
    }

    private int draw(float[] logits) {
        int best = mostLikely(logits);
        float highest = logits[best];
        if (Float.isInfinite(highest) || Float.isNaN(highest)) {
            return best;
        }
        double temperature = sampling.temperature();
        double smallest = sampling.minP();
        int count = 0;
        double total = 0;
        for (int token = 0; token < logits.length; token++) {
            // Relative to the most likely token, whose weight is 1; what is no number fails the comparison.
            double weight = Math.exp((logits[token] - highest) / temperature);
            if (weight > 0 && weight >= smallest) {
                candidates[count] = token;
                weights[count++] = (float) weight;
                total += (float) weight;
            }
        }
        boolean all = (sampling.topK() <= 0 || sampling.topK() >= count) && sampling.topP() >= 1;
        if (!all) {
            int kept = keepMostLikely(count, total);
            total = 0;
            for (int i = 0; i < kept; i++) {
                total += weights[i];
            }
            count = kept;
        }
        double target = random.nextDouble() * total;
        for (int i = 0; i < count; i++) {
            target -= weights[i];
            if (target < 0) {
                return candidates[i];
            }
        }
        return count > 0 ? candidates[count - 1] : best;
    }

    /**
     * Brings the candidates of top-k and top-p to the front, most likely first, and says how many they are.
     *
     * <p>A heap gives them one by one, so the cost is O(V) and O(log V) for each that is kept, not a sort of all.
     */
    private int keepMostLikely(int count, double total) {
        for (int i = count / 2 - 1; i >= 0; i--) {
            sink(i, count);
        }
        int limit = sampling.topK() > 0 ? Math.min(sampling.topK(), count) : count;
        // Top-p counts within what top-k leaves, so the mass of the k best has to be known first.
        double mass = limit < count && sampling.topP() < 1 ? massOfBest(count, limit) : total;
        double enough = sampling.topP() < 1 ? sampling.topP() * mass : Double.POSITIVE_INFINITY;
        int kept = 0;
        double reached = 0;
        int heap = count;
        while (kept < limit && (kept == 0 || reached < enough)) {
            reached += weights[0];
            kept++;
            heap--;
            swap(0, heap);
            sink(0, heap);
        }
        // The best now stand at the end, the very best last: turn them round to the front.
        for (int i = 0; i < kept; i++) {
            swap(i, count - 1 - i);
            if (i + 1 >= count - 1 - i) {
                break;
            }
        }
        return kept;
    }

    private double massOfBest(int count, int limit) {
        double mass = 0;
        int heap = count;
        for (int i = 0; i < limit; i++) {
            mass += weights[0];
            heap--;
            swap(0, heap);
            sink(0, heap);
        }
        for (int i = count / 2 - 1; i >= 0; i--) {
            sink(i, count);
        }
        return mass;
    }

    private void sink(int from, int size) {
        int at = from;
        while (true) {
            int child = 2 * at + 1;
            if (child >= size) {
                return;
            }
            if (child + 1 < size && isBefore(child + 1, child)) {
                child++;
            }
            if (!isBefore(child, at)) {
                return;
            }
            swap(at, child);
            at = child;
        }
    }

    /** More likely first; of equals the lower id, so that a seed gives one answer. */
    private boolean isBefore(int a, int b) {
        return weights[a] > weights[b] || (weights[a] == weights[b] && candidates[a] < candidates[b]);
    }

    private void swap(int a, int b) {
        int token = candidates[a];
        candidates[a] = candidates[b];
        candidates[b] = token;
        float weight = weights[a];
        weights[a] = weights[b];
        weights[b] = weight;
    }
}
