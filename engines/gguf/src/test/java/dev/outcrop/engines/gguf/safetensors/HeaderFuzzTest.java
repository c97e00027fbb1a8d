package dev.outcrop.engines.gguf.safetensors;

import java.io.ByteArrayInputStream;
import java.io.IOException;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * Fuzzes the header.
 *
 * <p>In a normal build it runs on the stored inputs; with {@code JAZZER_FUZZ=1} it searches for new ones.
 */
class HeaderFuzzTest {

    @FuzzTest(maxDuration = "60s")
    void anyBytesAreReadOrRefused(byte[] bytes) throws IOException {
        HeaderChecks.read(bytes);
    }

    /** Reads bytes as a file and checks what the header promises. */
    private static final class HeaderChecks {
        private HeaderChecks() {}

        static void read(byte[] bytes) throws IOException {
            try {
                SafetensorsHeader header = SafetensorsHeader.read(new ByteArrayInputStream(bytes), bytes.length);
                long end = header.dataStart();
                for (StoredTensor tensor : header.tensors().values()) {
                    if (header.dataStart() + tensor.offset() != end || tensor.bytes() < 0) {
                        throw new AssertionError(tensor);
                    }
                    end += tensor.bytes();
                }
                if (end != bytes.length) {
                    throw new AssertionError(end + " of " + bytes.length);
                }
            } catch (SafetensorsException e) {
                // Refusing is what damaged files deserve.
            }
        }
    }
}
