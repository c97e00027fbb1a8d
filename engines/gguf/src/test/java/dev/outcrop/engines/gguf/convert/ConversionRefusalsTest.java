package dev.outcrop.engines.gguf.convert;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import dev.outcrop.engines.gguf.testing.SmallModels;
import dev.outcrop.inference.InferenceException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** What is wrong with a folder is said in words that the person who supplied it can act on. */
class ConversionRefusalsTest {

    @TempDir
    Path folder;

    /** One way to spoil a folder. */
    @FunctionalInterface
    interface Damage {
        void to(Path model) throws IOException;
    }

    static Stream<Arguments> damages() {
        return Stream.of(
                arguments("no config", "qwen2", damage(delete("config.json")), "There is no config.json."),
                arguments("config is no JSON", "qwen2", damage(write("config.json", "{\"a\":")),
                        "config.json cannot be read"),
                arguments("unknown architecture", "qwen2", damage(replace("config.json", "Qwen2For", "Falcon7For")),
                        "The architecture Falcon7ForCausalLM is not supported. Supported architectures:"
                                + " LlamaForCausalLM, MistralForCausalLM, Qwen2ForCausalLM, Qwen3ForCausalLM."),
                arguments("no size", "qwen2", damage(replace("config.json", "hidden_size", "hidden")),
                        "config.json does not give 'hidden_size'."),
                arguments("size is a text", "qwen2",
                        damage(replace("config.json", "\"hidden_size\": 64", "\"hidden_size\": \"64\"")),
                        "config.json has the value \"64\" for 'hidden_size', which should be a whole number"),
                arguments("quantised", "qwen2",
                        damage(replace("config.json", "\"architectures\"",
                                "\"quantization_config\": {}, \"architectures\"")),
                        "quantised already"),
                arguments("rope", "llama3",
                        damage(replace("config.json", "\"rope_type\": \"llama3\"", "\"rope_type\": \"dynamic\"")),
                        "The rope scaling 'dynamic' is not supported"),
                arguments("activation", "qwen2", damage(replace("config.json", "silu", "gelu")),
                        "The activation 'gelu'"),
                arguments("other sizes", "qwen2",
                        damage(replace("config.json", "\"intermediate_size\": 96", "\"intermediate_size\": 97")),
                        "The tensor 'model.layers.0.mlp.gate_proj.weight' has the shape [96, 64], but by config.json it"
                                + " should be [97, 64]."),
                arguments("more layers", "qwen2",
                        damage(replace("config.json", "\"num_hidden_layers\": 2", "\"num_hidden_layers\": 3")),
                        "The weights lack the tensor 'model.layers.2.input_layernorm.weight'."),
                arguments("fewer layers", "qwen2",
                        damage(replace("config.json", "\"num_hidden_layers\": 2", "\"num_hidden_layers\": 1")),
                        "The weights hold 12 tensors that Qwen2ForCausalLM does not have, such as"
                                + " 'model.layers.1.input_layernorm.weight'."),
                arguments("whole numbers", "qwen3", damage(replace("model.safetensors", "\"F16\"", "\"I16\"")),
                        "has the dtype I16; F16, BF16 and F32 can be converted."),
                arguments("no weights", "qwen2", damage(delete("model.safetensors")),
                        "There are no weights: no file ends in .safetensors."),
                arguments("pickles", "qwen2", damage(model -> Files.move(model.resolve("model.safetensors"),
                        model.resolve("pytorch_model.bin"))), "The weights are pickles"),
                arguments("cut short", "qwen2", damage(cut("model.safetensors", -1)), "The file was cut short."),
                arguments("cut in the header", "qwen2", damage(cut("model.safetensors", 100)),
                        "model.safetensors cannot be used. It claims a header of"),
                arguments("empty weights", "qwen2", damage(write("model.safetensors", "")), "It is too short"),
                arguments("huge header", "qwen2", damage(header(Long.MAX_VALUE)),
                        "It claims a header of 9223372036854775807 bytes; headers have at most 100000000."),
                arguments("missing shard", "llama3", damage(delete("model-00002-of-00003.safetensors")),
                        "names the file model-00002-of-00003.safetensors, which is not there. Upload all shards."),
                arguments("shard elsewhere", "llama3",
                        damage(replace("model.safetensors.index.json", "model-00002", "../model-00002")),
                        "which is no .safetensors file of the same folder."),
                arguments("shards exchanged", "llama3", damage(exchange()), "says that the tensor"),
                arguments("no tokenizer", "qwen2", damage(delete("tokenizer.json")), "There is no tokenizer"),
                arguments("other kind of tokenizer", "qwen2",
                        damage(replace("tokenizer.json", "\"type\":\"BPE\"", "\"type\":\"WordPiece\"")),
                        "The tokenizer model 'WordPiece' is not supported; BPE is."),
                arguments("cuts otherwise", "qwen2", damage(replace("tokenizer.json", "(?i:'s|", "(?i:'z|")),
                        "The tokenizer cuts text in a way that no GGUF file can name"),
                arguments("normalises otherwise", "qwen2",
                        damage(replace("tokenizer.json", "\"type\":\"NFC\"", "\"type\":\"Lowercase\"")),
                        "The tokenizer changes texts by a normalizer 'Lowercase'"),
                arguments("too many tokens", "qwen3",
                        damage(replace("tokenizer.json", "\"id\":463", "\"id\":46300")),
                        "Tokenizer and weights do not belong together."),
                arguments("damaged pieces", "llama2", damage(cut("tokenizer.model", -3)), "tokenizer.model is damaged"),
                arguments("end of no token", "qwen2",
                        damage(write("generation_config.json", "{\"eos_token_id\": [99999]}")),
                        "generation_config.json names the token 99999, but there are only"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damages")
    void isRefusedBeforeAnythingIsWritten(String name, String model, Damage damage, String message)
            throws IOException {
        Path copy = SmallModels.copy(model, folder);
        damage.to(copy);

        assertThatThrownBy(() -> Conversion.open(copy, WeightFormat.SIXTEEN_BIT).close())
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining(message);
    }

    private static Damage damage(Damage damage) {
        return damage;
    }

    private static Damage delete(String file) {
        return model -> Files.delete(model.resolve(file));
    }

    private static Damage write(String file, String content) {
        return model -> Files.writeString(model.resolve(file), content);
    }

    private static Damage replace(String file, String from, String to) {
        return model -> {
            Path path = model.resolve(file);
            String content = new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1);
            if (!content.contains(from)) {
                throw new AssertionError(from + " is not in " + file);
            }
            Files.write(path, content.replace(from, to).getBytes(StandardCharsets.ISO_8859_1));
        };
    }

    /** @param bytes how many stay; when negative, how many go */
    private static Damage cut(String file, int bytes) {
        return model -> {
            Path path = model.resolve(file);
            byte[] content = Files.readAllBytes(path);
            byte[] left = new byte[bytes < 0 ? content.length + bytes : bytes];
            System.arraycopy(content, 0, left, 0, left.length);
            Files.write(path, left);
        };
    }

    private static Damage header(long length) {
        return model -> {
            Path path = model.resolve("model.safetensors");
            byte[] content = Files.readAllBytes(path);
            ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
            Files.write(path, content);
        };
    }

    private static Damage exchange() {
        return model -> {
            List<Path> shards = List.of(model.resolve("model-00001-of-00003.safetensors"),
                    model.resolve("model-00002-of-00003.safetensors"));
            Path aside = model.resolve("aside");
            Files.move(shards.getFirst(), aside);
            Files.move(shards.getLast(), shards.getFirst());
            Files.move(aside, shards.getLast());
        };
    }
}
