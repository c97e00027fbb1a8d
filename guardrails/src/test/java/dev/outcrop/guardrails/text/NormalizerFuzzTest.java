package dev.outcrop.guardrails.text;

import java.nio.charset.StandardCharsets;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any bytes, as UTF-8 and as UTF-16, are read without an error, into ranges of the original. */
final class NormalizerFuzzTest {

    @FuzzTest(maxDuration = "60s")
    void readsAnything(byte[] bytes) {
        read(new String(bytes, StandardCharsets.UTF_8));
        StringBuilder units = new StringBuilder();
        for (int i = 0; i + 1 < bytes.length; i += 2) {
            units.append((char) ((bytes[i] & 0xFF) << 8 | (bytes[i + 1] & 0xFF)));
        }
        read(units.toString());
    }

    private static void read(String text) {
        for (TextView view : Normalizer.views(text)) {
            if (!view.text().isEmpty()) {
                TextView.Range range = view.original(0, view.text().length());
                if (range.start() < 0 || range.end() > text.length() || range.start() > range.end()) {
                    throw new AssertionError(view.kind() + " reads " + range + " of " + text.length());
                }
            }
        }
    }
}
