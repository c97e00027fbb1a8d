package dev.outcrop.guardrails.pii.tagger;

import java.util.List;
import java.util.Random;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import static org.assertj.core.api.Assertions.assertThat;

class TagDecoderTest {
    private static final int TAGS = 5;

    @Example
    void beginningsAndInsidesMakeRuns() {
        List<TagDecoder.Run> runs = TagDecoder.runs(logits(0, 1, 2, 1, 0, 3, 4), TAGS);

        assertThat(runs)
                .extracting(run -> List.of(run.type(), run.start(), run.end()))
                .containsExactly(List.of(0, 1, 3), List.of(0, 3, 4), List.of(1, 5, 7));
        assertThat(runs).allSatisfy(run -> assertThat(run.score()).isGreaterThan(0.99));
    }

    /** An inside of the other type scores best at token 1, and may not follow a beginning of the first. */
    @Example
    void anInsideFollowsItsOwnType() {
        float[] logits = logits(1, 4);
        logits[TAGS + 2] = 9;

        assertThat(TagDecoder.runs(logits, TAGS))
                .extracting(run -> List.of(run.type(), run.start(), run.end()))
                .containsExactly(List.of(0, 0, 2));
    }

    @Example
    void noTokensNoRuns() {
        assertThat(TagDecoder.runs(new float[0], TAGS)).isEmpty();
    }

    /** Against all sequences of tags, tried one by one. */
    @Property(tries = 200)
    void thePathIsTheBestOfAll(@ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int tokens) {
        Random random = new Random(seed);
        float[] logits = new float[tokens * TAGS];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = random.nextFloat() * 4;
        }
        int[] best = new int[tokens];
        double most = Double.NEGATIVE_INFINITY;
        for (int code = 0; code < Math.pow(TAGS, tokens); code++) {
            int[] tags = new int[tokens];
            double sum = 0;
            int rest = code;
            for (int t = 0; t < tokens; t++) {
                tags[t] = rest % TAGS;
                rest /= TAGS;
                boolean inside = tags[t] > 0 && tags[t] % 2 == 0;
                boolean allowed = !inside || (t > 0 && (tags[t - 1] == tags[t] || tags[t - 1] == tags[t] - 1));
                sum += allowed ? logits[t * TAGS + tags[t]] : Double.NEGATIVE_INFINITY;
            }
            if (sum > most) {
                most = sum;
                best = tags;
            }
        }
        int[] covered = new int[tokens];
        for (TagDecoder.Run run : TagDecoder.runs(logits, TAGS)) {
            for (int t = run.start(); t < run.end(); t++) {
                covered[t] = 2 * run.type() + (t == run.start() ? 1 : 2);
            }
        }
        assertThat(covered).containsExactly(best);
    }

    private static float[] logits(int... tags) {
        float[] logits = new float[tags.length * TAGS];
        for (int t = 0; t < tags.length; t++) {
            logits[t * TAGS + tags[t]] = 10;
        }
        return logits;
    }
}
