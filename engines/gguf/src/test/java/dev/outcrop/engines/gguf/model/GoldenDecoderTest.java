package dev.outcrop.engines.gguf.model;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import dev.outcrop.engines.gguf.cache.SequenceCache;
import dev.outcrop.engines.gguf.file.GgufFile;
import dev.outcrop.engines.gguf.testing.Golden;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Every golden decoder case, with dequantised weights and float32 activations, at the sharp tolerances. */
class GoldenDecoderTest {

    static List<String> decoders() {
        return Golden.modelsWith("decode");
    }

    static List<String> parallelDecoders() {
        return Golden.modelsWith("parallel");
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void logitsAreExact(String name) {
        JsonNode cases = Golden.cases(name);
        double tolerance = cases.at("/tolerance/suggested/float_engine_max_vs_exact").doubleValue();
        try (GgufFile file = GgufFile.open(Golden.model(name))) {
            for (JsonNode decode : cases.get("decode")) {
                int[] prompt = Golden.ints(decode.get("prompt"));
                try (DecoderFixture model = new DecoderFixture(file, decode.get("n_ctx").intValue())) {
                    List<float[]> logits = model.logits(model.sequence(), prompt, 64);
                    for (JsonNode position : decode.get("exact")) {
                        assertLogits(logits.get(position.get("pos").intValue()), position, tolerance,
                                name + " " + decode.get("name").stringValue());
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void completionsAreIdenticalRunningFree(String name) {
        try (GgufFile file = GgufFile.open(Golden.model(name))) {
            for (JsonNode completion : Golden.cases(name).get("completion")) {
                try (DecoderFixture model = new DecoderFixture(file, completion.get("n_ctx").intValue())) {
                    int[] expected = Golden.ints(completion.get("ids"));
                    assertThat(greedy(model, Golden.ints(completion.get("prompt")), expected.length))
                            .containsExactly(expected);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void greedyChoicesAgreeWhereverTheMarginIsClear(String name) {
        JsonNode cases = Golden.cases(name);
        double excuse = cases.at("/tolerance/suggested/greedy_excuse_gap_float_engine_vs_exact").doubleValue();
        try (GgufFile file = GgufFile.open(Golden.model(name))) {
            for (JsonNode greedy : cases.get("greedy")) {
                try (DecoderFixture model = new DecoderFixture(file, greedy.get("n_ctx").intValue())) {
                    SequenceCache sequence = model.sequence();
                    float[] logits = model.lastLogits(sequence, Golden.ints(greedy.get("prompt")));
                    int[] ids = Golden.ints(greedy.get("ids"));
                    double[] margins = Golden.doubles(greedy.get("exact_gap"));
                    for (int i = 0; i < ids.length; i++) {
                        if (margins[i] > excuse) {
                            assertThat(DecoderFixture.largest(logits)).as("%s step %d", name, i).isEqualTo(ids[i]);
                        }
                        logits = model.lastLogits(sequence, ids[i]);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("parallelDecoders")
    void sequencesTogetherGiveWhatTheyGiveAlone(String name) {
        JsonNode cases = Golden.cases(name);
        double tolerance = cases.at("/tolerance/suggested/any_engine_max_vs_oracle").doubleValue();
        double excuse = cases.at("/tolerance/suggested/greedy_excuse_gap_other").doubleValue();
        try (GgufFile file = GgufFile.open(Golden.model(name)); DecoderFixture model = new DecoderFixture(file, 512)) {
            JsonNode sequences = cases.at("/parallel/sequences");
            List<int[]> prompts = new ArrayList<>();
            sequences.forEach(sequence -> prompts.add(Golden.ints(sequence.get("prompt"))));

            List<SequenceCache> caches = new ArrayList<>();
            List<float[]> logits = new ArrayList<>();
            List<Slice> step = new ArrayList<>();
            for (int[] prompt : prompts) {
                caches.add(model.sequence());
                logits.add(new float[model.decoder.vocabulary()]);
                step.add(Slice.last(caches.getLast(), prompt, 0, prompt.length, logits.getLast()));
            }
            model.decoder.step(step);
            for (int i = 0; i < prompts.size(); i++) {
                assertLogits(logits.get(i), sequences.get(i).get("first_logits"), tolerance, name);
            }
            assertTokenByToken(model, sequences, caches, logits, excuse);
            for (int i = 0; i < prompts.size(); i++) {
                assertAloneIsTheSame(model, prompts.get(i), sequences.get(i), logits.get(i));
            }
        }
    }

    private static void assertTokenByToken(DecoderFixture model, JsonNode sequences, List<SequenceCache> caches,
            List<float[]> logits, double excuse) {
        for (int i = 0; i < sequences.get(0).get("ids").size(); i++) {
            List<Slice> step = new ArrayList<>();
            for (int s = 0; s < caches.size(); s++) {
                int id = sequences.get(s).get("ids").get(i).intValue();
                if (sequences.get(s).get("gap").get(i).doubleValue() > excuse) {
                    assertThat(DecoderFixture.largest(logits.get(s))).isEqualTo(id);
                }
                step.add(Slice.last(caches.get(s), new int[]{id}, 0, 1, logits.get(s)));
            }
            model.decoder.step(step);
        }
    }

    private static void assertAloneIsTheSame(DecoderFixture model, int[] prompt, JsonNode sequence, float[] together) {
        int[] ids = Golden.ints(sequence.get("ids"));
        try (SequenceCache cache = model.sequence()) {
            float[] logits = model.lastLogits(cache, prompt);
            for (int id : ids) {
                logits = model.lastLogits(cache, id);
            }
            assertThat(logits).containsExactly(together);
        }
    }

    private static int[] greedy(DecoderFixture model, int[] prompt, int count) {
        SequenceCache sequence = model.sequence();
        int[] ids = new int[count];
        float[] logits = model.lastLogits(sequence, prompt);
        for (int i = 0; i < count; i++) {
            ids[i] = DecoderFixture.largest(logits);
            logits = model.lastLogits(sequence, ids[i]);
        }
        return ids;
    }

    private static void assertLogits(float[] logits, JsonNode expected, double tolerance, String what) {
        int[] ids = Golden.ints(expected.get("ids"));
        double[] values = Golden.doubles(expected.get("logits"));
        for (int i = 0; i < ids.length; i++) {
            assertThat((double) logits[ids[i]]).as("%s position %s id %d", what, expected.get("pos"), ids[i])
                    .isCloseTo(values[i], within(tolerance));
        }
        double mean = IntStream.range(0, logits.length).mapToDouble(i -> logits[i]).average()
                .orElseThrow();
        assertThat(mean).as("%s mean", what).isCloseTo(expected.get("mean").doubleValue(), within(tolerance));
    }
}
