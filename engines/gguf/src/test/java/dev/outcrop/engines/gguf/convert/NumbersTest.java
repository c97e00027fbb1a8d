package dev.outcrop.engines.gguf.convert;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;

import dev.outcrop.engines.gguf.file.TensorType;
import dev.outcrop.engines.gguf.safetensors.NumberFormat;
import dev.outcrop.engines.gguf.tensor.Matrix;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class NumbersTest {

    private static final float[] RAMP = ramp();

    private static float[] ramp() {
        float[] ramp = new float[32];
        for (int i = 0; i < 32; i++) {
            ramp[i] = (i - 16) * 127f / 16;
        }
        return ramp;
    }

    @Test
    void everyHalfAndEveryBfloatIsReadAsWhatItIs() {
        byte[] raw = new byte[2 << 16];
        ByteBuffer numbers = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
        for (int bits = 0; bits < 1 << 16; bits++) {
            numbers.putShort((short) bits);
        }
        float[] halves = new float[1 << 16];
        float[] bfloats = new float[1 << 16];
        Numbers.read(NumberFormat.F16, raw, 1 << 16, halves);
        Numbers.read(NumberFormat.BF16, raw, 1 << 16, bfloats);
        assertThat(halves[0x3C00]).isEqualTo(1);
        assertThat(halves[0xC000]).isEqualTo(-2);
        assertThat(halves[0x0001]).isEqualTo(0x1p-24f);
        assertThat(halves[0x7BFF]).isEqualTo(65504);
        assertThat(bfloats[0x3F80]).isEqualTo(1);
        assertThat(bfloats[0xC000]).isEqualTo(-2);
        for (int bits = 0; bits < 1 << 16; bits++) {
            byte[] one = {(byte) bits, (byte) (bits >> 8)};
            assertThat(Numbers.areFinite(NumberFormat.F16, one, 1)).isEqualTo(Float.isFinite(halves[bits]));
            assertThat(Numbers.areFinite(NumberFormat.BF16, one, 1)).isEqualTo(Float.isFinite(bfloats[bits]));
        }
    }

    @Test
    void halvesAreRoundedToTheNearestAndTiesToEven() {
        byte[] out = new byte[8];
        Numbers.write(TensorType.F16, new float[]{1 + 0x1p-11f, 1 + 3 * 0x1p-11f, 1 + 0x1.8p-11f, -0f}, 4, out);
        ByteBuffer halves = ByteBuffer.wrap(out).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(halves.getShort()).isEqualTo((short) 0x3C00);
        assertThat(halves.getShort()).isEqualTo((short) 0x3C02);
        assertThat(halves.getShort()).isEqualTo((short) 0x3C01);
        assertThat(halves.getShort()).isEqualTo((short) 0x8000);
    }

    /** By hand: the scale of this block is 1, and halves are rounded away from zero. */
    @Test
    void aBlockIsScaleAndRoundedMultiples() {
        byte[] out = new byte[34];
        assertThat(Numbers.write(TensorType.Q8_0, RAMP, 32, out)).isEqualTo(34);
        ByteBuffer block = ByteBuffer.wrap(out).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(Float.float16ToFloat(block.getShort())).isEqualTo(1);
        assertThat(block.get(2)).isEqualTo((byte) -127);
        assertThat(block.get(2 + 8)).as("-63.5").isEqualTo((byte) -64);
        assertThat(block.get(2 + 16)).isEqualTo((byte) 0);
        assertThat(block.get(2 + 24)).as("63.5").isEqualTo((byte) 64);
    }

    @Test
    void blocksComeBackWithinHalfAStep() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        float[] numbers = new float[320];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) (random.nextGaussian() * Math.pow(10, i / 32 - 5));
        }
        byte[] out = new byte[340];
        Numbers.write(TensorType.Q8_0, numbers, 320, out);
        float[] back = new Matrix("test", TensorType.Q8_0, MemorySegment.ofArray(out), 1, 320).decode();
        for (int block = 0; block < 10; block++) {
            float largest = 0;
            for (int i = 32 * block; i < 32 * block + 32; i++) {
                largest = Math.max(largest, Math.abs(numbers[i]));
            }
            for (int i = 32 * block; i < 32 * block + 32; i++) {
                // Half a step, and what rounding the scale to float16 adds (2^-11, or more among its smallest numbers).
                assertThat(back[i]).as("seed %d, %d", seed, i)
                        .isCloseTo(numbers[i], within(largest / 254 + largest / 1500 + 127 * 0x1p-25f));
            }
        }
    }

    @Test
    void nothingStaysNothing() {
        byte[] out = new byte[34];
        Numbers.write(TensorType.Q8_0, new float[32], 32, out);
        assertThat(out).containsOnly(0);
    }
}
