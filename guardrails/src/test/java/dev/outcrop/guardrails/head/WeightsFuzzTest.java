package dev.outcrop.guardrails.head;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Random;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import static org.assertj.core.api.Assertions.assertThat;

/** Weight files with bytes changed: read, or refused in the one way that callers know. */
class WeightsFuzzTest {

    @Property(tries = 3_000)
    void anyBytesAreReadOrRefused(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        byte[] file;
        try (InputStream in = Objects.requireNonNull(WeightsFuzzTest.class.getResourceAsStream("small.safetensors"))) {
            file = in.readNBytes(random.nextInt(10) == 0 ? random.nextInt(400) : Integer.MAX_VALUE);
        }
        for (int i = random.nextInt(4); i >= 0 && file.length > 0; i--) {
            byte printable = (byte) "{}[]\":,\\0123456789 aFI".charAt(random.nextInt(21));
            file[random.nextInt(file.length)] = random.nextBoolean() ? printable : (byte) random.nextInt();
        }
        try {
            Weights weights = Weights.parse(file);
            assertThat(weights.shape("one.bias")).isNotNull();
        } catch (WeightsException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }
}
