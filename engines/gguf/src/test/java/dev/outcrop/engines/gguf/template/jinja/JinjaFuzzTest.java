package dev.outcrop.engines.gguf.template.jinja;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * Fuzzes templates: they render or fail with a {@link JinjaException}, within their budget.
 *
 * <p>In a normal build it runs on the stored inputs; with {@code JAZZER_FUZZ=1} it searches for new ones.
 */
class JinjaFuzzTest {

    @FuzzTest(maxDuration = "60s")
    void anyTemplateRendersOrFails(byte[] bytes) {
        try {
            JinjaTemplate.of(new String(bytes, StandardCharsets.UTF_8)).render(
                    Map.of("messages", List.of(Map.of("role", "user", "content", "Hi <b>")), "bos_token", "<s>"),
                    new Budget(20_000, 1 << 20));
        } catch (JinjaException e) {
            // Failing is what damaged templates deserve.
        }
    }
}
