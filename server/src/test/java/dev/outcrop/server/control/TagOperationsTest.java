package dev.outcrop.server.control;

import java.net.http.HttpResponse;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.outcrop.server.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static dev.outcrop.server.testing.GuardrailBodies.with;
import static dev.outcrop.server.testing.GuardrailBodies.words;
import static dev.outcrop.server.testing.TestServer.code;
import static dev.outcrop.server.testing.TestServer.json;
import static dev.outcrop.server.testing.TestServer.message;
import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TagOperationsTest {
    private static final String NOWHERE = "arn:aws:bedrock:us-east-1:123456789012:guardrail/nosuchguardr";

    private final TestServer server = new TestServer();

    @AfterAll
    void stop() {
        server.close();
    }

    private String create(String members) throws Exception {
        HttpResponse<byte[]> response = server.postJson("/guardrails", with(words("w") + members));
        assertThat(response.statusCode()).as(message(response)).isEqualTo(202);
        return json(response).path("guardrailArn").asString("");
    }

    private HttpResponse<byte[]> call(String operation, String arn, String members) throws Exception {
        return server.postJson("/" + operation, "{\"resourceARN\": \"" + arn + "\"" + members + "}");
    }

    private void done(String operation, String arn, String members) throws Exception {
        HttpResponse<byte[]> response = call(operation, arn, members);
        assertThat(response.statusCode()).as(message(response)).isEqualTo(200);
        assertThat(json(response).isEmpty()).isTrue();
    }

    private JsonNode tags(String arn) throws Exception {
        HttpResponse<byte[]> response = call("listTagsForResource", arn, "");
        assertThat(response.statusCode()).as(message(response)).isEqualTo(200);
        return json(response).path("tags");
    }

    private static JsonNode parse(String json) {
        return JsonMapper.shared().readTree(json);
    }

    private static String numbered(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"key\": \"" + prefix + i + "\", \"value\": \"\"}")
                .collect(Collectors.joining(",", ", \"tags\": [", "]"));
    }

    private void refused(HttpResponse<byte[]> response, String code, int status) {
        assertThat(code(response)).as(message(response)).isEqualTo(code);
        assertThat(response.statusCode()).isEqualTo(status);
    }

    @Test
    @DisplayName("H.29 tags appear and vanish")
    void case29() throws Exception {
        String arn = create(", \"tags\": [{\"key\": \"a\", \"value\": \"1\"}]");
        assertThat(tags(arn)).isEqualTo(parse("[{\"key\": \"a\", \"value\": \"1\"}]"));
        done("tagResource", arn,
                ", \"tags\": [{\"key\": \"a\", \"value\": \"2\"}, {\"key\": \"b c\", \"value\": \"\"}]");
        assertThat(tags(arn))
                .isEqualTo(parse("[{\"key\": \"a\", \"value\": \"2\"}, {\"key\": \"b c\", \"value\": \"\"}]"));
        done("untagResource", arn, ", \"tagKeys\": [\"a\", \"none\"]");
        assertThat(tags(arn)).isEqualTo(parse("[{\"key\": \"b c\", \"value\": \"\"}]"));
        refused(server.postJson("/listTagsForResource", "{\"resourceArn\": \"" + arn + "\"}"), "ValidationException",
                400);
    }

    @Test
    void tagsGoWithTheirGuardrail() throws Exception {
        String arn = create("");
        assertThat(tags(arn).isEmpty()).isTrue();
        server.send("DELETE", "/guardrails/" + arn.substring(arn.indexOf('/') + 1), "");
        refused(call("listTagsForResource", arn, ""), "ResourceNotFoundException", 404);
    }

    @Test
    void whatDoesNotExistHasNoTags() throws Exception {
        refused(call("listTagsForResource", NOWHERE, ""), "ResourceNotFoundException", 404);
        refused(call("tagResource", NOWHERE, numbered("k", 1)), "ResourceNotFoundException", 404);
        refused(call("untagResource", NOWHERE, ", \"tagKeys\": [\"k\"]"), "ResourceNotFoundException", 404);
    }

    @Test
    void fiftyAtMost() throws Exception {
        String arn = create(numbered("k", 50));
        done("tagResource", arn, numbered("k", 50));
        HttpResponse<byte[]> response = call("tagResource", arn, numbered("more", 1));
        refused(response, "TooManyTagsException", 400);
        assertThat(json(response).path("resourceName").asString("")).isEqualTo(arn);
        assertThat(tags(arn)).hasSize(50);
        refused(server.postJson("/guardrails", with(words("w") + numbered("k", 51))), "TooManyTagsException", 400);
    }

    @Test
    void keysAreUniqueAndNotReserved() throws Exception {
        String arn = create("");
        String twice = ", \"tags\": [{\"key\": \"a\", \"value\": \"1\"}, {\"key\": \"a\", \"value\": \"2\"}]";
        refused(call("tagResource", arn, twice), "ValidationException", 400);
        refused(server.postJson("/guardrails", with(words("w") + twice)), "ValidationException", 400);
        refused(call("tagResource", arn, ", \"tags\": [{\"key\": \"AWS:x\", \"value\": \"1\"}]"),
                "ValidationException", 400);
        assertThat(tags(arn).isEmpty()).isTrue();
    }
}
