package dev.outcrop.engines.gguf.file;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * Fuzzes the header.
 *
 * <p>In a normal build it runs on the stored inputs; with {@code JAZZER_FUZZ=1} it searches for new ones.
 */
class HeaderFuzzTest {

    @FuzzTest(maxDuration = "60s")
    void anyBytesAreReadOrRefused(byte[] bytes) {
        FuzzedHeader.read(bytes);
    }
}
