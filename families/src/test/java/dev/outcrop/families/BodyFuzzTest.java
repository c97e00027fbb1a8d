package dev.outcrop.families;

import java.nio.charset.StandardCharsets;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.outcrop.families.testing.AnyBody;
import dev.outcrop.families.testing.Calls;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Fuzzes what reads bodies.
 *
 * <p>In a normal build it runs on the stored inputs; with {@code JAZZER_FUZZ=1} it searches for new ones.
 */
class BodyFuzzTest {

    @FuzzTest(maxDuration = "60s")
    void anyBytesAreReadOrRefused(byte[] bytes) {
        JsonNode body;
        try {
            body = Calls.json(new String(bytes, StandardCharsets.UTF_8));
        } catch (JacksonException notJson) {
            return;
        }
        if (body.isObject()) {
            AnyBody.check("amazon.titan-text-express-v1", body);
            AnyBody.check("anthropic.claude-v2", body);
            AnyBody.check("anthropic.claude-3-haiku-20240307-v1:0", body);
            AnyBody.check("meta.llama3-8b-instruct-v1:0", body);
            AnyBody.check("mistral.mistral-7b-instruct-v0:2", body);
        }
    }
}
