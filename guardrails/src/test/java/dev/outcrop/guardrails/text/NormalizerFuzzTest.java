package dev.outcrop.guardrails.text;

import java.nio.charset.StandardCharsets;
import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.outcrop.guardrails.policy.AssessmentException;

/** Any bytes, as UTF-8 and as UTF-16, are read into ranges of the original, or refused for too many readings. */
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
        List<TextView> views;
        try {
            views = Normalizer.views(text);
        } catch (AssessmentException tooMany) {
            return;
        }
        for (TextView view : views) {
            if (!view.text().isEmpty()) {
                TextView.Range range = view.original(0, view.text().length());
                if (range.start() < 0 || range.end() > text.length() || range.start() > range.end()) {
                    throw new AssertionError(view.kind() + " reads " + range + " of " + text.length());
                }
            }
        }
    }
}
