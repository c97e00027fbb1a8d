package dev.outcrop.guardrails.head;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** {@code small.safetensors} was written by {@code export.py} of the training tool. */
class WeightsTest {
    private static final Offset<Float> STEP = Offset.offset(0.002f);

    @Test
    void readsWhatTheTrainingToolWrites() {
        Weights weights = Weights.resource(WeightsTest.class, "small.safetensors");

        assertThat(weights.tensor("one.weight", 2, 3))
                .containsExactly(new float[]{-0.5f, -0.25f, 0, 0.25f, 0.5f, 0.75f}, STEP);
        assertThat(weights.tensor("one.bias", 2)).containsExactly(0.5f, -1);
        assertThat(weights.tensor("two.weight", 1, 2)).containsExactly(1, -2);
        assertThat(weights.shape("one.weight")).containsExactly(2, 3);
        assertThat(weights.metadata("for")).isEqualTo("tests \"quoted\"");
        assertThat(weights.metadata("absent")).isNull();
    }

    @Test
    void layersComputeWhatTheyShould() {
        Weights weights = Weights.resource(WeightsTest.class, "small.safetensors");
        Linear one = weights.linear("one");

        float[] values = one.apply(new float[]{1, 2, 0});
        Activations.relu(values);

        // one: (0.5 - 0.5 - 0.5 + 0, -1 + 0.25 + 1 + 0.0) = (-0.5, 0.25), ReLU (0, 0.25); two: 0.25 - 0.5
        assertThat(weights.linear("two").apply(values)).containsExactly(new float[]{-0.25f}, Offset.offset(0.01f));
        assertThat(one.inputs()).isEqualTo(3);
        assertThat(one.outputs()).isEqualTo(2);
    }

    @Test
    void partsOfTheInputsAddUpToTheWhole() {
        Linear linear = Weights.resource(WeightsTest.class, "small.safetensors").linear("one");
        float[] x = {9, 3, -1, 2};
        float[] whole = new float[3];
        float[] parts = new float[3];

        linear.apply(x, 1, whole, 1);
        linear.begin(parts, 1);
        linear.add(0, x, 1, 1, parts, 1);
        linear.add(1, x, 2, 2, parts, 1);

        assertThat(parts).containsExactly(whole, Offset.offset(1e-6f));
        assertThat(whole[0]).isZero();
    }

    @Test
    void whatIsMissingIsNamed() {
        Weights weights = Weights.resource(WeightsTest.class, "small.safetensors");

        assertThatThrownBy(() -> weights.tensor("one.weight", 3, 2)).hasMessageContaining("one.weight");
        assertThatThrownBy(() -> weights.linear("three")).hasMessageContaining("three.weight");
        assertThatThrownBy(() -> Weights.resource(WeightsTest.class, "absent")).hasMessageContaining("absent");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "",
            "{",
            "{}x",
            "[]",
            "{\"a\":1}",
            "{\"a\":{}}",
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},}",
            "{\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,4]}}",
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}",
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}",
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[65536,65536,65536,65536],\"data_offsets\":[0,0]}}",
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4,8]}}",
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[99999999999],\"data_offsets\":[0,4]}}",
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[1,1,1,1,1,1,1,1,1],\"data_offsets\":[0,4]}}",
            "{\"a\":{\"dtype\":\"I8\",\"shape\":[4],\"data_offsets\":[0,4]}}",
            "{\"a\":{\"dtype\":\"I8\",\"shape\":[],\"data_offsets\":[0,1]},\"b\":{\"dtype\":\"I8\",\"shape\":[3],\"data_offsets\":[1,4]}}",
            "{\"a\":{\"dtype\":\"F16\",\"shape\":[1],\"data_offsets\":[0,2]},\"b\":{\"dtype\":\"F16\",\"shape\":[1],\"data_offsets\":[0,2]}}",
            "{\"a\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]},\"a\":{\"dtype\":\"F16\",\"shape\":[0],\"data_offsets\":[4,4]}}",
            "{\"__metadata__\":{\"a\\n\":\"b\"}}"
    })
    void aHeaderThatLiesIsRefused(String header) {
        assertThatThrownBy(() -> Weights.parse(file(header, new byte[4]))).isInstanceOf(WeightsException.class);
    }

    @Test
    void anEmptyFileOfTensorsIsOne() {
        assertThat(
                Weights.parse(file("{\"a\":{\"dtype\":\"F32\",\"shape\":[0,3],\"data_offsets\":[0,0]}}", new byte[0]))
                        .tensor("a", 0, 3))
                .isEmpty();
    }

    @Test
    void valuesAreFinite() {
        byte[] nan = {0, 0, (byte) 0xC0, 0x7F};

        assertThatThrownBy(() -> Weights.parse(
                file("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", nan)))
                .hasMessageContaining("not finite");
    }

    @Test
    void lengthsOfHeadersAreNotBelieved() {
        byte[] file = file("{}", new byte[0]);
        for (long length : new long[]{-1, 0, 3, Integer.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE}) {
            ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
            assertThatThrownBy(() -> Weights.parse(file)).isInstanceOf(WeightsException.class);
        }
        assertThatThrownBy(() -> Weights.parse(new byte[7])).isInstanceOf(WeightsException.class);
    }

    @Test
    void anEndlessFileIsRefused() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return ' ';
            }
        };

        assertThatThrownBy(() -> Weights.read(endless)).hasMessageContaining("more than");
        assertThatThrownBy(() -> Weights.read(new ByteArrayInputStream(new byte[0])))
                .isInstanceOf(WeightsException.class);
    }

    @Test
    void probabilitiesOfLogits() {
        float[] logits = {1000, 1000, -1000};

        Activations.softmax(logits);

        assertThat(logits).containsExactly(0.5f, 0.5f, 0);
    }

    private static byte[] file(String header, byte[] data) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .put(data)
                .array();
    }
}
