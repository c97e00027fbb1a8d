package dev.outcrop.engines.gguf.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

import dev.outcrop.engines.gguf.file.GgufException;
import dev.outcrop.engines.gguf.file.GgufFile;
import dev.outcrop.engines.gguf.file.TensorType;
import dev.outcrop.engines.gguf.testing.GgufWriter;
import dev.outcrop.engines.gguf.testing.Golden;
import dev.outcrop.engines.gguf.testing.RandomModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Which files become models, and what the message says about those that do not. */
class LoadingTest {

    static List<String> goldenFiles(String expectation) {
        List<String> names = new ArrayList<>();
        for (JsonNode file : Golden.json("loading/loading.json").get("files")) {
            if (file.get("expect").stringValue().equals(expectation)) {
                names.add(file.get("file").stringValue());
            }
        }
        return names;
    }

    static List<String> good() {
        return goldenFiles("loads");
    }

    static List<String> bad() {
        return goldenFiles("refused");
    }

    @ParameterizedTest
    @MethodSource("good")
    void goldenFilesThatMustLoadDo(String name) {
        load(Golden.FOLDER.resolve("loading").resolve(name));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void goldenFilesThatMustBeRefusedAre(String name) {
        assertThatThrownBy(() -> load(Golden.FOLDER.resolve("loading").resolve(name)))
                .isInstanceOf(GgufException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            bad-unknown-architecture | The architecture 'nosucharch' is not supported
            bad-missing-block-count  | The file lacks the key 'llama.block_count'
            bad-missing-tensor       | The file lacks the tensor 'blk.0.attn_k.weight'
            """)
    void theMessageNamesWhatIsWrong(String name, String message) {
        assertThatThrownBy(() -> load(Golden.FOLDER.resolve("loading").resolve(name + ".gguf")))
                .isInstanceOf(GgufException.class)
                .hasMessageContaining(message);
    }

    @Test
    void anEncoderIsNoDecoderAndSaysSo() {
        assertThatThrownBy(() -> load(Golden.model("bert-mean-f32"))).isInstanceOf(GgufException.class)
                .hasMessageContaining("'bert'").hasMessageContaining("bert for embeddings");
    }

    @Test
    void everyTensorIsNeededAndNamedWhenMissing() {
        for (String architecture : new String[]{"llama", "qwen2", "qwen2moe", "qwen3", "qwen3moe", "gemma2", "gemma3",
                "phi3", "gpt-oss"}) {
            try (GgufFile whole = GgufFile.of(RandomModel.of(architecture, 1).segment())) {
                for (String tensor : whole.tensors().keySet()) {
                    if (tensor.equals("output.weight") || tensor.startsWith("rope_")) {
                        continue;
                    }
                    assertRefused(architecture, writer -> writer.removeTensor(tensor), "'" + tensor + "'");
                }
            }
        }
    }

    @Test
    void aMisshapenTensorIsNamedWithBothShapes() {
        assertRefused("llama", writer -> writer.tensor("output_norm.weight", TensorType.F32, new byte[12], 3),
                "The tensor 'output_norm.weight' should have the dimensions [");
    }

    @Test
    void aTypeThatCannotBeComputedWithIsNamed() {
        assertRefused("llama", writer -> writer.tensor("output_norm.weight", TensorType.IQ2_XXS, new byte[66], 256)
                .put("llama.embedding_length", 256)
                .removeTensor("token_embd.weight")
                .tensor("token_embd.weight", TensorType.IQ2_XXS, new byte[66], 256, 1), "the type IQ2_XXS");
    }

    @Test
    void theTokenizerDecidesTheSizeOfTheVocabulary() {
        assertRefused("llama", writer -> writer.put("tokenizer.ggml.tokens", List.of("a", "b")),
                "The tensor 'token_embd.weight' should have the dimensions [");
    }

    @ParameterizedTest
    @CsvSource({"block_count,0", "block_count,-1", "embedding_length,0", "embedding_length,2147483647",
            "attention.head_count,0", "attention.head_count_kv,0", "attention.key_length,0",
            "attention.key_length,1000000000", "rope.dimension_count,3", "rope.dimension_count,1000",
            "context_length,0", "feed_forward_length,-5", "expert_count,-1"})
    void numbersThatNoModelHasAreRefused(String key, int value) {
        assertThatThrownBy(() -> load(RandomModel.of("llama", 1).put("llama." + key, value)))
                .isInstanceOf(GgufException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"block_count", "context_length", "embedding_length", "attention.head_count",
            "feed_forward_length", "attention.layer_norm_rms_epsilon"})
    void missingAndWronglyTypedKeysAreNamed(String key) {
        assertRefused("llama", writer -> writer.remove("llama." + key), "The file lacks the key 'llama." + key + "'");
        assertRefused("llama", writer -> writer.put("llama." + key, "text"), "'llama." + key + "'");
    }

    @Test
    void moreBlocksThanTensorsAreRefusedAtOnce() {
        assertRefused("llama", writer -> writer.put("llama.block_count", 65536), "lacks the tensor 'blk.");
    }

    @Test
    void numbersPerLayerAreReadWhenTheyAgree() {
        load(RandomModel.of("llama", 1).put("llama.feed_forward_length", perLayer("feed_forward_length")));
        assertRefused("llama", writer -> writer.put("llama.feed_forward_length", new int[]{1, 2, 3, 4, 5, 6}),
                "llama.feed_forward_length");
    }

    @Test
    void anUnknownRopeScalingIsNamed() {
        assertRefused("llama", writer -> writer.put("llama.rope.scaling.type", "spiral"), "'spiral'");
    }

    private static int[] perLayer(String key) {
        try (GgufFile file = GgufFile.of(RandomModel.of("llama", 1).segment())) {
            int[] values = new int[file.metadata().integer("llama.block_count")];
            Arrays.fill(values, file.metadata().integer("llama." + key));
            return values;
        }
    }

    private static void assertRefused(String architecture, Consumer<GgufWriter> change, String message) {
        GgufWriter writer = RandomModel.of(architecture, 1);
        change.accept(writer);
        assertThatThrownBy(() -> load(writer)).as(architecture).isInstanceOf(GgufException.class)
                .hasMessageContaining(message);
    }

    private static void load(Path path) {
        try (GgufFile file = GgufFile.open(path)) {
            load(file);
        }
    }

    private static void load(GgufWriter writer) {
        try (GgufFile file = GgufFile.of(writer.segment())) {
            load(file);
        }
    }

    private static void load(GgufFile file) {
        try (DecoderFixture model = new DecoderFixture(file, Decoder.contextLengthOf(file))) {
            assertThat(model.decoder.vocabulary()).isPositive();
        }
    }
}
