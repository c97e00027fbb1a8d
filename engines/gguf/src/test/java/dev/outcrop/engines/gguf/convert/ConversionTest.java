package dev.outcrop.engines.gguf.convert;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;

import dev.outcrop.engines.gguf.file.GgufFile;
import dev.outcrop.engines.gguf.file.Metadata;
import dev.outcrop.engines.gguf.testing.SmallModels;
import dev.outcrop.engines.gguf.tokenizer.Tokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ConversionTest {

    @TempDir
    Path folder;

    @Test
    void saysWhatItFoundBeforeItWrites() throws IOException {
        try (Conversion conversion = Conversion.open(SmallModels.FOLDER.resolve("qwen2"), WeightFormat.Q8_0)) {
            assertThat(conversion.architecture()).isEqualTo("Qwen2ForCausalLM");
            assertThat(conversion.contextLength()).isEqualTo(32768);
            assertThat(conversion.hasChatTemplate()).isTrue();
            assertThat(conversion.notes()).singleElement().asString().contains("NFC");
        }
    }

    /** Beyond the window the original would forget what the converted model sees. */
    @Test
    void contextEndsWithTheWindow() throws IOException {
        try (Conversion conversion = Conversion.open(SmallModels.FOLDER.resolve("mistral"), WeightFormat.Q8_0)) {
            assertThat(conversion.contextLength()).isEqualTo(4096);
        }
    }

    @ParameterizedTest
    @CsvSource({"qwen2, SIXTEEN_BIT", "qwen2, Q8_0", "llama3, SIXTEEN_BIT", "mistral, Q8_0"})
    void fileHasTheSizeThatWasSaid(String model, WeightFormat format) throws IOException {
        Path target = folder.resolve("model.gguf");
        List<Long> written = new ArrayList<>();
        try (Conversion conversion = Conversion.open(SmallModels.FOLDER.resolve(model), format)) {
            conversion.write(target, (bytes, total) -> {
                assertThat(total).isEqualTo(conversion.fileBytes());
                return written.add(bytes);
            });
            assertThat(Files.size(target)).isEqualTo(conversion.fileBytes());
            assertThat(written).isSorted().last().isEqualTo(conversion.fileBytes());
        }
        assertThat(filesIn(folder)).containsExactly("model.gguf");
    }

    @Test
    void endsOfAnswersAreThoseOfAllFiles() throws IOException {
        try (GgufFile file = GgufFile.open(converted("llama3"))) {
            Tokenizer tokenizer = Tokenizer.of(file.metadata());
            assertThat(tokenizer.isEndOfGeneration(id(tokenizer, "<|eot_id|>"))).isTrue();
            assertThat(tokenizer.isEndOfGeneration(id(tokenizer, "<|end_of_text|>"))).isTrue();
            assertThat(file.metadata().flag("tokenizer.ggml.add_bos_token", false)).isTrue();
        }
    }

    @Test
    void rowsWithoutATokenAreNoText() throws IOException {
        try (GgufFile file = GgufFile.open(converted("qwen2"))) {
            Metadata metadata = file.metadata();
            String[] tokens = metadata.stringArray("tokenizer.ggml.tokens");
            int[] types = metadata.intArray("tokenizer.ggml.token_type");
            assertThat(tokens[tokens.length - 1]).isEqualTo("[PAD" + (tokens.length - 1) + "]");
            assertThat(types[tokens.length - 1]).isEqualTo(TokenTable.UNUSED);
            assertThat(metadata.string("tokenizer.chat_template")).contains("<|im_start|>");
        }
    }

    @Test
    void endedInTheMiddleItLeavesNothingBehind() throws IOException {
        Path target = folder.resolve("model.gguf");
        try (Conversion conversion = Conversion.open(SmallModels.FOLDER.resolve("qwen2"), WeightFormat.SIXTEEN_BIT)) {
            assertThatThrownBy(() -> conversion.write(target, (written, total) -> written < total / 2))
                    .isInstanceOf(CancellationException.class);
        }
        assertThat(filesIn(folder)).isEmpty();
    }

    @Test
    void weightsThatAreNoNumbersAreRefusedAndLeaveNothingBehind() throws IOException {
        Path model = SmallModels.copy("qwen2", Files.createDirectory(folder.resolve("in")));
        Path weights = model.resolve("model.safetensors");
        byte[] content = Files.readAllBytes(weights);
        // The last number of the last tensor, the output norm.
        ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).putShort(content.length - 2, (short) 0x7FC0);
        Files.write(weights, content);

        Path target = folder.resolve("model.gguf");
        try (Conversion conversion = Conversion.open(model, WeightFormat.SIXTEEN_BIT)) {
            assertThatThrownBy(() -> conversion.write(target, (written, total) -> true))
                    .isInstanceOf(ConversionException.class)
                    .hasMessage("The tensor 'output_norm.weight' holds numbers that are infinite or none (NaN).");
        }
        assertThat(filesIn(folder)).containsExactly("in");
    }

    @Test
    void aTemplateInAFileOfItsOwnGoesFirst() throws IOException {
        Path model = SmallModels.copy("qwen2", Files.createDirectory(folder.resolve("in")));
        Files.writeString(model.resolve("chat_template.jinja"), "{{ messages[0]['content'] }}", StandardCharsets.UTF_8);
        Path target = folder.resolve("model.gguf");
        try (Conversion conversion = Conversion.open(model, WeightFormat.SIXTEEN_BIT)) {
            conversion.write(target, (written, total) -> true);
        }
        try (GgufFile file = GgufFile.open(target)) {
            assertThat(file.metadata().string("tokenizer.chat_template")).isEqualTo("{{ messages[0]['content'] }}");
        }
    }

    private Path converted(String name) throws IOException {
        Path target = folder.resolve(name + ".gguf");
        try (Conversion conversion = Conversion.open(SmallModels.FOLDER.resolve(name), WeightFormat.SIXTEEN_BIT)) {
            conversion.write(target, (written, total) -> true);
        }
        return target;
    }

    private static int id(Tokenizer tokenizer, String special) {
        int[] ids = tokenizer.encode(special, false, true);
        assertThat(ids).hasSize(1);
        return ids[0];
    }

    private static List<String> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
        }
    }
}
