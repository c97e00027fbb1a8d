package dev.outcrop.engines.gguf.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import dev.outcrop.engines.gguf.cache.SequenceCache;
import dev.outcrop.engines.gguf.file.GgufFile;
import dev.outcrop.engines.gguf.testing.RandomModel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Models of random shape: against the naive computation, and against themselves in other batches and chunks. */
class RandomDecoderTest {

    private static final int SEEDS = 8;
    private static final int CONTEXT = 200;

    static Stream<Arguments> models() {
        return Stream.of("llama", "qwen2", "qwen2moe", "qwen3", "qwen3moe", "gemma", "gemma2", "gemma3", "phi3",
                "gpt-oss").flatMap(
                        architecture -> Stream.iterate(0L, seed -> seed + 1).limit(SEEDS)
                                .map(seed -> Arguments.of(architecture, seed)));
    }

    @ParameterizedTest
    @MethodSource("models")
    void logitsAreThoseOfTheNaiveComputation(String architecture, long seed) {
        try (GgufFile file = GgufFile.of(RandomModel.of(architecture, seed).segment());
                DecoderFixture model = new DecoderFixture(file, CONTEXT)) {
            int[] tokens = randomTokens(seed, 40, model.decoder.vocabulary());
            double[][] expected = new NaiveDecoder(file, CONTEXT).logits(tokens);
            List<float[]> actual = model.logits(model.sequence(), tokens, tokens.length);
            for (int position = 0; position < tokens.length; position++) {
                for (int id = 0; id < expected[position].length; id++) {
                    assertThat((double) actual.get(position)[id]).as("position %d id %d", position, id)
                            .isCloseTo(expected[position][id], within(1e-3));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void chunksOfAnySizeGiveTheSameBits(String architecture, long seed) {
        try (GgufFile file = GgufFile.of(RandomModel.of(architecture, seed).segment());
                DecoderFixture model = new DecoderFixture(file, CONTEXT)) {
            int[] tokens = randomTokens(seed, 70, model.decoder.vocabulary());
            List<float[]> whole = model.logits(model.sequence(), tokens, tokens.length);
            int chunk = 1 + new Random(seed).nextInt(tokens.length - 1);
            try (SequenceCache sequence = model.sequence()) {
                assertThat(model.logits(sequence, tokens, chunk)).as("chunks of %d", chunk)
                        .usingRecursiveFieldByFieldElementComparator().isEqualTo(whole);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void sequencesInOneBatchGiveTheSameBitsAsAlone(String architecture, long seed) {
        try (GgufFile file = GgufFile.of(RandomModel.of(architecture, seed).segment());
                DecoderFixture alone = new DecoderFixture(file, CONTEXT, 1);
                DecoderFixture together = new DecoderFixture(file, CONTEXT, 3)) {
            int vocabulary = alone.decoder.vocabulary();
            List<int[]> prompts = new ArrayList<>();
            List<SequenceCache> caches = new ArrayList<>();
            List<float[]> logits = new ArrayList<>();
            List<Slice> step = new ArrayList<>();
            for (int length : new int[]{1, 66, 9}) {
                prompts.add(randomTokens(seed + length, length, vocabulary));
                caches.add(together.sequence());
                logits.add(new float[vocabulary]);
                step.add(Slice.last(caches.getLast(), prompts.getLast(), 0, length, logits.getLast()));
            }
            together.decoder.step(step);
            for (int i = 0; i < prompts.size(); i++) {
                assertThat(alone.lastLogits(alone.sequence(), prompts.get(i))).containsExactly(logits.get(i));
            }
        }
    }

    private static int[] randomTokens(long seed, int count, int vocabulary) {
        return new Random(seed).ints(count, 0, vocabulary).toArray();
    }
}
