package dev.outcrop.engines.gguf.sampling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;

import dev.outcrop.inference.Sampling;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class SamplerTest {

    private static final float INFINITY = Float.POSITIVE_INFINITY;

    private static Sampling settings(double temperature, int topK, double topP, double minP, long seed) {
        return new Sampling(temperature, topK, topP, minP, 1, 0, 0, Map.of(), OptionalLong.of(seed));
    }

    private static Sampling penalties(double repetition, double frequency, double presence) {
        return new Sampling(0, 0, 1, 0, repetition, frequency, presence, Map.of(), OptionalLong.empty());
    }

    private static int[] counts(Sampling sampling, float[] logits, int draws) {
        Sampler sampler = new Sampler(sampling, logits.length);
        int[] counts = new int[logits.length];
        for (int i = 0; i < draws; i++) {
            counts[sampler.next(logits.clone())]++;
        }
        return counts;
    }

    @Example
    void greedyTakesTheLowestIdOfTheBest() {
        assertThat(new Sampler(Sampling.GREEDY, 4).next(new float[]{1, 3, 3, 2})).isEqualTo(1);
        assertThat(new Sampler(Sampling.GREEDY, 2).next(new float[]{-0.0f, 0.0f})).isZero();
    }

    @Example
    void numbersThatAreNoneAreNeverChosen() {
        float[] logits = {Float.NaN, -INFINITY, 2, Float.NaN, 1};
        assertThat(new Sampler(Sampling.GREEDY, 5).next(logits.clone())).isEqualTo(2);
        int[] counts = counts(settings(5, 0, 1, 0, 1), logits, 2000);
        assertThat(counts[0] + counts[1] + counts[3]).isZero();
        assertThat(counts[2]).isPositive();
        assertThat(counts[4]).isPositive();
        assertThat(counts(settings(1, 0, 1, 0, 1), new float[]{1, INFINITY, INFINITY}, 10)).containsExactly(0, 10, 0);
        assertThat(counts(settings(1, 2, 0.5, 0.1, 1), new float[]{Float.NaN, Float.NaN, -INFINITY}, 10))
                .containsExactly(10, 0, 0);
    }

    @Example
    void drawsFollowTheProbabilities() {
        float[] logits = {0, (float) Math.log(2), (float) Math.log(3), (float) Math.log(4)};
        int[] counts = counts(settings(1, 0, 1, 0, 7), logits, 100_000);
        for (int token = 0; token < 4; token++) {
            assertThat(counts[token] / 100_000.0).isCloseTo((token + 1) / 10.0, within(0.01));
        }
        int[] flat = counts(settings(1e9, 0, 1, 0, 7), logits, 100_000);
        assertThat(flat[0] / 100_000.0).isCloseTo(0.25, within(0.01));
        assertThat(counts(settings(1e-9, 0, 1, 0, 7), logits, 100)).containsExactly(0, 0, 0, 100);
    }

    @Example
    void aSeedRepeatsAndAnotherDoesNot() {
        float[] logits = new float[1000];
        assertThat(counts(settings(1, 0, 1, 0, 3), logits, 200)).isEqualTo(counts(settings(1, 0, 1, 0, 3), logits, 200))
                .isNotEqualTo(counts(settings(1, 0, 1, 0, 4), logits, 200));
    }

    @Example
    void logitBiasIsAddedAndForeignIdsAreIgnored() {
        Sampling biased = new Sampling(0, 0, 1, 0, 1, 0, 0, Map.of(0, 5.0, 1, -100.0, 99, 3.0, -1, 3.0),
                OptionalLong.empty());
        assertThat(new Sampler(biased, 3).next(new float[]{0, 9, 4})).isZero();
    }

    @Example
    void repetitionDividesPositiveAndMultipliesNegativeLogitsOnce() {
        Sampler sampler = new Sampler(penalties(2, 0, 0), 3);
        sampler.accept(0);
        sampler.accept(0);
        sampler.accept(1);
        float[] logits = {8, -3, 1};
        assertThat(sampler.next(logits)).isZero();
        assertThat(logits).containsExactly(4, -6, 1);
    }

    @Example
    void repetitionForgetsWhatIsFarBack() {
        Sampler sampler = new Sampler(penalties(2, 0, 0), 2);
        sampler.accept(0);
        for (int i = 0; i < Sampler.REPETITION_WINDOW; i++) {
            sampler.accept(1);
        }
        float[] logits = {8, 8};
        sampler.next(logits);
        assertThat(logits).containsExactly(8, 4);
    }

    @Example
    void frequencyCountsAndPresenceDoesNot() {
        Sampler sampler = new Sampler(penalties(1, 0.5, 0.25), 3);
        sampler.accept(1);
        sampler.accept(1);
        sampler.accept(2);
        float[] logits = {0, 4, 4};
        sampler.next(logits);
        assertThat(logits).containsExactly(0, 2.75f, 3.25f);
    }

    /** Against the definition, computed with a sort: only tokens that all three limits keep are ever drawn. */
    @Property(tries = 300)
    void limitsKeepWhatTheyShould(@ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int size,
            @ForAll @IntRange(min = 0, max = 70) int topK, @ForAll @DoubleRange(min = 0, max = 1) double topP,
            @ForAll @DoubleRange(min = 0, max = 0.5) double minP) {
        Random random = new Random(seed);
        float[] logits = new float[size];
        for (int i = 0; i < size; i++) {
            // Few different values, so that ties are common.
            logits[i] = random.nextInt(12) / 3f;
        }
        Set<Integer> drawn = new HashSet<>();
        Sampler sampler = new Sampler(settings(1, topK, topP, minP, seed), size);
        for (int i = 0; i < 300; i++) {
            drawn.add(sampler.next(logits.clone()));
        }
        assertThat(kept(logits, topK, topP, minP)).containsAll(drawn);
    }

    private static List<Integer> kept(float[] logits, int topK, double topP, double minP) {
        List<Integer> order = new ArrayList<>();
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < logits.length; i++) {
            order.add(i);
            highest = Math.max(highest, logits[i]);
        }
        double top = highest;
        order.sort(Comparator.<Integer>comparingDouble(i -> -logits[i]).thenComparing(i -> i));
        order.removeIf(i -> Math.exp(logits[i] - top) < minP * (1 - 1e-6));
        List<Integer> best = topK > 0 && topK < order.size() ? order.subList(0, topK) : order;
        double total = best.stream().mapToDouble(i -> Math.exp(logits[i] - top)).sum();
        double reached = 0;
        int count = 0;
        while (count < best.size() && (count == 0 || reached < topP * total * (1 + 1e-6))) {
            reached += Math.exp(logits[best.get(count++)] - top);
        }
        return best.subList(0, count);
    }

    @Example
    void everyTokenThatIsKeptIsDrawnAtTimes() {
        float[] logits = new float[100];
        for (int i = 0; i < 100; i++) {
            logits[i] = i % 10;
        }
        assertThat(counts(settings(3, 20, 1, 0, 5), logits, 5000)).satisfies(counts -> {
            for (int i = 0; i < 100; i++) {
                assertThat(counts[i] > 0).as("token %d", i).isEqualTo(i % 10 >= 8);
            }
        });
        assertThat(counts(settings(1, 0, 0, 0, 5), logits, 100)[9]).isEqualTo(100);
        assertThat(counts(settings(1, 1, 1, 0, 5), logits, 100)[9]).isEqualTo(100);
        assertThat(counts(settings(1, 0, 1, 1, 5), logits, 2000)[19]).isBetween(100, 300);
    }
}
