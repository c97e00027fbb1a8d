package dev.outcrop.engines.gguf.file;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import dev.outcrop.engines.gguf.testing.GgufWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Files that lie about counts, lengths, dimensions and types, and files damaged at random. */
class HeaderLiesTest {

    private static final int TENSOR_COUNT_AT = 8;
    private static final int PAIR_COUNT_AT = 16;

    private static GgufWriter small() {
        return new GgufWriter()
                .put("general.architecture", "llama")
                .put("tokens", List.of("a", "", "ccc"))
                .put("numbers", new int[]{1, 2, 3})
                .put("fractions", new float[]{0.5f})
                .put("flag", true)
                .tensor("w", TensorType.F32, new byte[64], 4, 4)
                .tensor("v", TensorType.Q8_0, new byte[34], 32);
    }

    @Test
    void valuesAreReadBack() {
        try (GgufFile file = GgufFile.of(small().segment())) {
            Metadata metadata = file.metadata();
            assertThat(metadata.string("general.architecture")).isEqualTo("llama");
            assertThat(metadata.stringArray("tokens")).containsExactly("a", "", "ccc");
            assertThat(metadata.intArray("numbers")).containsExactly(1, 2, 3);
            assertThat(metadata.floatArray("fractions")).containsExactly(0.5f);
            assertThat(metadata.flag("flag", false)).isTrue();
            assertThat(metadata.integer("absent", 7)).isEqualTo(7);
            assertThat(file.tensor("v").orElseThrow().type()).isEqualTo(TensorType.Q8_0);
        }
    }

    @Test
    void wrongTypesAndMissingKeysAreNamed() {
        try (GgufFile file = GgufFile.of(small().segment())) {
            Metadata metadata = file.metadata();
            assertThatThrownBy(() -> metadata.string("absent")).hasMessage("The file lacks the key 'absent'.");
            assertThatThrownBy(() -> metadata.string("flag"))
                    .hasMessage("The value of the key 'flag' should be a string but is a boolean.");
            assertThatThrownBy(() -> metadata.intArray("tokens"))
                    .hasMessage(
                            "The value of the key 'tokens' should be an array of integers but is an array of string.");
            assertThatThrownBy(() -> metadata.floatArray("numbers")).isInstanceOf(GgufException.class);
            assertThatThrownBy(() -> metadata.stringArray("numbers")).isInstanceOf(GgufException.class);
            assertThatThrownBy(() -> metadata.integer("general.architecture")).isInstanceOf(GgufException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {100, 1L << 31, 1L << 40, Long.MAX_VALUE, -1})
    void countsBeyondTheFileAreRefusedWithoutAllocating(long count) {
        for (int at : new int[]{TENSOR_COUNT_AT, PAIR_COUNT_AT}) {
            byte[] bytes = small().bytes();
            buffer(bytes).putLong(at, count);
            assertRefused(bytes, "The file");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1 << 20, 1L << 31, 1L << 61, Long.MAX_VALUE, -1})
    void arrayLengthsBeyondTheFileAreRefusedWithoutAllocating(long length) {
        for (String key : new String[]{"tokens", "numbers", "fractions"}) {
            byte[] bytes = small().bytes();
            buffer(bytes).putLong(after(bytes, key) + 8, length);
            assertRefused(bytes, "the value of the key '" + key + "'");
        }
    }

    @Test
    void arraysOfArraysAreRefused() {
        byte[] bytes = small().bytes();
        buffer(bytes).putInt(after(bytes, "numbers") + 4, 9);
        assertRefused(bytes, "The key 'numbers' is an array of arrays.");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 1L << 32, 1L << 62, Long.MAX_VALUE})
    void dimensionsWhoseProductOverflowsAreRefused(long dimension) {
        byte[] bytes = small().bytes();
        buffer(bytes).putLong(after(bytes, "w") + 4, dimension);
        assertRefused(bytes, "do not fit a file of");
        buffer(bytes).putLong(after(bytes, "w") + 12, dimension);
        assertRefused(bytes, "do not fit a file of");
    }

    @Test
    void rowsThatCutABlockAreRefused() {
        byte[] bytes = small().bytes();
        buffer(bytes).putLong(after(bytes, "v") + 4, 31);
        assertRefused(bytes, "no multiple of the 32 of type Q8_0");
    }

    @Test
    void tooManyDimensionsAreRefused() {
        byte[] bytes = small().bytes();
        buffer(bytes).putInt(after(bytes, "w"), 5);
        assertRefused(bytes, "has 5 dimensions");
    }

    @Test
    void gapsBetweenTensorsAreRefused() {
        byte[] bytes = small().bytes();
        buffer(bytes).putLong(after(bytes, "v") + 4 + 8 + 4, 96);
        assertRefused(bytes, "should begin at offset 64");
    }

    @Test
    void bigEndianFilesAreRecognised() {
        byte[] bytes = small().bytes();
        buffer(bytes).putInt(4, 0x03000000);
        assertRefused(bytes, "big-endian");
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] bytes = small().bytes();
        int padding = 30; // after the 34 bytes of the last tensor; only these may be missing
        for (int length = 0; length < bytes.length - padding; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> GgufFile.of(MemorySegment.ofArray(cut))).as("length %d", length)
                    .isInstanceOf(GgufException.class);
        }
    }

    @Test
    void damageAtRandomIsReadOrRefusedButNothingElse() {
        byte[] whole = small().bytes();
        Random random = new Random(20_26);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = whole.clone();
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            FuzzedHeader.read(bytes);
        }
    }

    private static void assertRefused(byte[] bytes, String message) {
        assertThatThrownBy(() -> GgufFile.of(MemorySegment.ofArray(bytes))).isInstanceOf(GgufException.class)
                .hasMessageContaining(message);
    }

    private static ByteBuffer buffer(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Index of the byte that follows the string {@code text} with its length in front. */
    private static int after(byte[] bytes, String text) {
        byte[] wanted = new byte[8 + text.length()];
        buffer(wanted).putLong(0, text.length());
        System.arraycopy(text.getBytes(StandardCharsets.US_ASCII), 0, wanted, 8, text.length());
        for (int i = 0; i <= bytes.length - wanted.length; i++) {
            if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i + wanted.length;
            }
        }
        throw new AssertionError(text);
    }
}
