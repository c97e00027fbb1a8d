package dev.outcrop.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.outcrop.it.testing.NodeScript;
import dev.outcrop.it.testing.RunningOutcrop;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** The SDK for JavaScript v3, unmodified, which speaks HTTP/2 by prior knowledge: one stream per connection, early GOAWAY. */
class JavaScriptSdkTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    @Test
    void invokesAndStreamsEveryFamily() throws Exception {
        List<JsonNode> lines;
        try (RunningOutcrop outcrop = new RunningOutcrop(Path.of("target", "javascript-sdk").toAbsolutePath())) {
            Path calls = Files.write(
                    Path.of("target", "calls.json"),
                    JSON.writeValueAsBytes(Calls.ALL.stream()
                            .map(call -> Map.of("modelId", call.modelId(), "body", call.body()))
                            .toList()));
            lines = NodeScript.run(calls, "families.mjs", outcrop.endpoint());
        }
        assertThat(lines).hasSize(2 * Calls.ALL.size() + 2);
        for (int i = 0; i < Calls.ALL.size(); i++) {
            Calls call = Calls.ALL.get(i);
            JsonNode whole = lines.get(2 * i);
            assertThat(whole.path("contentType").stringValue()).isEqualTo("application/json");
            assertThat(whole.path("body").at(call.answer()).stringValue()).as(call.modelId()).isNotBlank();
            JsonNode stream = lines.get(2 * i + 1);
            assertThat(stream.path("contentType").stringValue()).isEqualTo("application/json");
            StringBuilder text = new StringBuilder();
            stream.path("chunks").forEach(chunk -> text.append(chunk.at(call.delta()).asString("")));
            assertThat(text.toString()).as(call.modelId()).isNotBlank();
            // Writer's stream ends with a string.
            JsonNode last = stream.path("chunks").valueStream().filter(JsonNode::isObject).toList().getLast();
            assertThat(last.has("amazon-bedrock-invocationMetrics")).as(call.modelId()).isTrue();
        }
        JsonNode error = lines.get(2 * Calls.ALL.size());
        assertThat(error.path("name").stringValue()).isEqualTo("ValidationException");
        assertThat(error.path("message").stringValue()).isEqualTo("The provided model identifier is invalid.");
        assertThat(error.path("status").intValue()).isEqualTo(400);
        JsonNode model = lines.getLast();
        assertThat(model.path("streaming").booleanValue()).isTrue();
        assertThat(model.path("arn").stringValue())
                .isEqualTo("arn:aws:bedrock:us-east-1::foundation-model/meta.llama3-8b-instruct-v1:0");
        assertThat(model.path("listed").intValue()).isEqualTo(20);
    }
}
