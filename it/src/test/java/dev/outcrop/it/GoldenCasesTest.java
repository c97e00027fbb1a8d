package dev.outcrop.it;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import dev.outcrop.it.testing.RunningOutcrop;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;
import software.amazon.eventstream.MessageDecoder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.abort;

/**
 * The golden cases, one test each by its number, against a server with the embedded model: what must hold of any
 * answer, never what it says. Cases that need another model name the test that has one.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GoldenCasesTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String METRICS = "amazon-bedrock-invocationMetrics";
    private static final String PADDING = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    private final RunningOutcrop outcrop = new RunningOutcrop(Path.of("target", "golden").toAbsolutePath());
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterAll
    void stop() {
        http.close();
        outcrop.close();
    }

    @TestFactory
    Stream<DynamicTest> cases() throws IOException {
        try (InputStream cases = GoldenCasesTest.class.getResourceAsStream("golden-cases.json")) {
            assertThat(cases).isNotNull();
            return JSON.readTree(cases.readAllBytes()).valueStream()
                    .map(golden -> DynamicTest.dynamicTest("case " + golden.path("id").stringValue(),
                            () -> run(golden)));
        }
    }

    private void run(JsonNode golden) throws IOException, InterruptedException {
        if (golden.has("elsewhere")) {
            abort(golden.path("elsewhere").stringValue());
        }
        boolean stream = golden.path("stream").asBoolean(false);
        String path = "/model/" + URLEncoder.encode(golden.path("model").stringValue(), StandardCharsets.UTF_8)
                + (stream ? "/invoke-with-response-stream" : "/invoke");
        String body = golden.has("raw") ? golden.path("raw").stringValue() : golden.path("body").toString();
        HttpResponse<byte[]> response = http.send(
                HttpRequest.newBuilder(URI.create(outcrop.endpoint() + path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(response.statusCode()).as(new String(response.body(), StandardCharsets.UTF_8))
                .isEqualTo(golden.path("status").asInt(200));
        if (golden.has("message")) {
            assertThat(response.headers().firstValue("x-amzn-ErrorType").orElse("")).startsWith("ValidationException:");
            assertThat(JSON.readTree(response.body()).path("message").stringValue())
                    .isEqualTo(golden.path("message").stringValue());
        } else if (response.statusCode() == 200) {
            List<JsonNode> chunks = stream ? chunks(response) : List.of(JSON.readTree(response.body()));
            golden.path("checks").forEach(check -> check(check, response, chunks));
        }
    }

    /** What holds of every stream. */
    private static List<JsonNode> chunks(HttpResponse<byte[]> response) {
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/vnd.amazon.eventstream");
        assertThat(response.headers().firstValue("X-Amzn-Bedrock-Content-Type")).hasValue("application/json");
        MessageDecoder decoder = new MessageDecoder();
        decoder.feed(ByteBuffer.wrap(response.body()));
        List<JsonNode> chunks = new ArrayList<>();
        for (Message message : decoder.getDecodedMessages()) {
            assertThat(message.getHeaders()).containsEntry(":event-type", HeaderValue.fromString("chunk"));
            JsonNode payload = JSON.readTree(message.getPayload());
            assertThat(PADDING).startsWith(payload.path("p").stringValue());
            chunks.add(JSON.readTree(Base64.getDecoder().decode(payload.path("bytes").stringValue())));
        }
        assertThat(chunks.subList(0, chunks.size() - 1)).noneMatch(chunk -> chunk.has(METRICS));
        JsonNode metrics = chunks.getLast().path(METRICS);
        for (String key : List.of("inputTokenCount", "outputTokenCount", "invocationLatency", "firstByteLatency")) {
            assertThat(metrics.path(key).isIntegralNumber()).as(key).isTrue();
        }
        return chunks;
    }

    private static void check(JsonNode check, HttpResponse<byte[]> response, List<JsonNode> chunks) {
        String what = check.toString();
        if (check.has("chunks")) {
            assertThat(chunks).as(what).hasSize(check.path("chunks").intValue());
        } else if (check.has("all")) {
            assertThat(chunks).allSatisfy(
                    chunk -> assertThat(chunk.at(check.path("all").stringValue())).as(what)
                            .isEqualTo(check.path("is")));
        } else if (check.has("sequence")) {
            StringBuilder sequence = new StringBuilder();
            chunks.forEach(
                    chunk -> sequence.append(chunk.at(check.path("sequence").stringValue()).asString()).append(' '));
            assertThat(sequence.toString()).matches(check.path("matches").stringValue());
        } else if (check.has("joined")) {
            StringBuilder joined = new StringBuilder();
            chunks.forEach(chunk -> joined.append(chunk.at(check.path("joined").stringValue()).asString("")));
            assertThat(JSON.readTree(joined.toString()).propertyNames().stream().<JsonNode>map(StringNode::valueOf))
                    .as(what)
                    .containsExactlyElementsOf(list(check.path("keys")));
        } else if (check.has("header")) {
            String value = response.headers().firstValue(check.path("header").stringValue()).orElse(null);
            checkHeader(check, value, chunks.getFirst());
        } else {
            int index = check.path("chunk").asInt(0);
            JsonNode root = chunks.get(index < 0 ? chunks.size() + index : index);
            checkValue(check, root, root.at(check.path("at").stringValue()));
        }
    }

    private static void checkHeader(JsonNode check, @Nullable String value, JsonNode body) {
        if (check.has("absent")) {
            assertThat(value).as(check.toString()).isNull();
        } else if (check.has("sameAs")) {
            assertThat(value).as(check.toString()).isEqualTo(body.at(check.path("sameAs").stringValue()).asString());
        } else {
            assertThat(value).as(check.toString()).matches(check.path("matches").stringValue());
        }
    }

    private static void checkValue(JsonNode check, JsonNode root, JsonNode value) {
        String what = check.toString();
        for (String kind : check.propertyNames()) {
            JsonNode wanted = check.path(kind);
            switch (kind) {
                case "at", "chunk" -> {}
                case "is" -> assertThat(value).as(what).isEqualTo(wanted);
                case "oneOf" -> assertThat(value.isMissingNode() ? JSON.getNodeFactory().nullNode() : value).as(what)
                        .isIn(list(wanted));
                case "each" -> assertThat(list(value)).as(what).isSubsetOf(list(wanted));
                case "absent" -> assertThat(value.isMissingNode()).as(what).isTrue();
                case "size" -> assertThat(value.size()).as(what).isEqualTo(wanted.intValue());
                case "positive" -> assertThat(value.intValue()).as(what).isPositive();
                case "matches" -> assertThat(value.stringValue()).as(what).matches(wanted.stringValue());
                case "sameAs" -> assertThat(value).as(what).isEqualTo(root.at(wanted.stringValue()));
                case "atLeast" -> assertThat(value.doubleValue()).as(what)
                        .isGreaterThanOrEqualTo(root.at(wanted.stringValue()).doubleValue());
                case "sum" -> assertThat(value.intValue()).as(what).isEqualTo(
                        wanted.valueStream().mapToInt(part -> root.at(part.stringValue()).intValue()).sum());
                case "norm" -> assertThat(Math.sqrt(
                        value.valueStream().mapToDouble(JsonNode::doubleValue).map(x -> x * x).sum())).as(what)
                        .isCloseTo(wanted.doubleValue(), within(1e-3));
                default -> throw new IllegalArgumentException("No such check: " + kind);
            }
        }
    }

    private static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }
}
