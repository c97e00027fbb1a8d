package dev.outcrop.engines.gguf.tensor;

import java.util.HexFormat;
import java.util.List;

import dev.outcrop.engines.gguf.file.TensorType;
import dev.outcrop.engines.gguf.testing.Golden;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class DequantizerTest {

    private static final JsonNode TYPES = Golden.json("blocks.json").get("types");

    static List<String> types() {
        return List.copyOf(TYPES.propertyNames());
    }

    @ParameterizedTest
    @MethodSource("types")
    void goldenBlocksDecodeToTheLastBit(String name) {
        TensorType type = TensorType.valueOf(name);
        assertThat(TYPES.get(name).get("elements_per_block").intValue()).isEqualTo(type.blockElements());
        assertThat(TYPES.get(name).get("bytes_per_block").intValue()).isEqualTo(type.blockBytes());
        for (JsonNode block : TYPES.get(name).get("blocks")) {
            byte[] raw = HexFormat.of().parseHex(block.get("hex").stringValue());
            int count = block.get("values").size();
            float[] expected = new float[count];
            for (int i = 0; i < count; i++) {
                expected[i] = block.get("values").get(i).floatValue();
            }
            float[] decoded = new float[count + 2];
            decoded[0] = 7;
            decoded[count + 1] = 7;

            Dequantizer.decode(type, raw, count, decoded, 1);

            assertThat(decoded[0]).isEqualTo(7);
            assertThat(decoded[count + 1]).isEqualTo(7);
            for (int i = 0; i < count; i++) {
                assertThat(decoded[i + 1] + 0f).as("%s %s element %d", name, block.get("case"), i)
                        .isEqualTo(expected[i] + 0f);
            }
        }
    }
}
