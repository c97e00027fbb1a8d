package dev.outcrop.server.invocationlog;

import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

import dev.outcrop.inference.GenerationResult;
import dev.outcrop.inference.InferenceException;
import dev.outcrop.inference.OverloadedException;
import dev.outcrop.inference.StopReason;
import dev.outcrop.server.invocationlog.journal.Disk;
import dev.outcrop.server.invocationlog.journal.JournalOptions;
import dev.outcrop.server.testing.ScriptedTextModel.Script;
import dev.outcrop.server.testing.TestGuardrail;
import dev.outcrop.server.testing.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** What is recorded of each operation: success and failure, every switch, long bodies. */
@Timeout(120)
class InvocationLogTest {
    private static final String LLAMA = "meta.llama3-8b-instruct-v1:0";
    private static final String HAIKU = "anthropic.claude-3-haiku-20240307-v1:0";
    private static final String TITAN = "amazon.titan-embed-text-v2:0";
    /** A real picture: one transparent pixel. */
    private static final String PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    @TempDir
    Path folder;

    private TestServer server = new TestServer();

    /** A way to ask for a text, and how the answer reads in a record. */
    enum Way {
        INVOKE("InvokeModel", "/model/" + LLAMA + "/invoke", "{\"prompt\":\"%s\"}"), INVOKE_STREAM(
                "InvokeModelWithResponseStream", "/model/" + LLAMA + "/invoke-with-response-stream",
                "{\"prompt\":\"%s\"}"), CONVERSE("Converse", "/model/" + HAIKU + "/converse",
                        "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"%s\"}]}]}"), CONVERSE_STREAM(
                                "ConverseStream", "/model/" + HAIKU + "/converse-stream",
                                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"%s\"}]}]}");

        final String operation;
        final String target;
        final String body;

        Way(String operation, String target, String body) {
            this.operation = operation;
            this.target = target;
            this.body = body;
        }

        String body(String prompt) {
            return body.formatted(prompt);
        }

        String text(JsonNode output) {
            return switch (this) {
                case INVOKE -> output.path("generation").asString("");
                case INVOKE_STREAM -> {
                    StringBuilder text = new StringBuilder();
                    output.forEach(chunk -> text.append(chunk.path("generation").asString("")));
                    yield text.toString();
                }
                case CONVERSE, CONVERSE_STREAM -> output.at("/output/message/content/0/text").asString("");
            };
        }
    }

    @BeforeEach
    void start() throws Exception {
        server.close();
        Files.createDirectories(folder.resolve("s3/logs-bucket"));
        server = open();
    }

    private TestServer open() {
        return new TestServer(folder, JournalOptions.of(Duration.ofHours(1), 64 << 20), Disk::file);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void configure(String... switches) throws Exception {
        StringBuilder config = new StringBuilder(
                "{\"loggingConfig\":{\"s3Config\":{\"bucketName\":\"logs-bucket\",\"keyPrefix\":\"team/a\"}");
        for (String off : switches) {
            config.append(",\"").append(off).append("DataDeliveryEnabled\":false");
        }
        HttpResponse<byte[]> put = server.send("PUT", "/logging/modelinvocations", config.append("}}").toString());
        assertThat(put.statusCode()).as(new String(put.body(), StandardCharsets.UTF_8)).isEqualTo(200);
    }

    private HttpResponse<byte[]> call(Way way, String prompt, String... headers) throws Exception {
        List<String> all = new ArrayList<>(List.of("Content-Type", "application/json"));
        all.addAll(List.of(headers));
        return server.post(way.target, way.body(prompt), all.toArray(new String[0]));
    }

    /** The records, once the server has ended; it is started again. */
    private List<JsonNode> records() throws Exception {
        server.closeKeepingFiles();
        List<JsonNode> records = Delivered.records(folder.resolve("s3/logs-bucket"));
        server = open();
        return records;
    }

    private JsonNode onlyRecord() throws Exception {
        List<JsonNode> records = records();
        assertThat(records).hasSize(1);
        return records.getFirst();
    }

    private static String requestId(HttpResponse<byte[]> response) {
        return response.headers().firstValue("x-amzn-requestid").orElseThrow();
    }

    @ParameterizedTest
    @EnumSource
    void aCallThatSucceedsIsRecordedWhole(Way way) throws Exception {
        configure();
        Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        HttpResponse<byte[]> response = call(way, "Hi");
        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode entry = onlyRecord();
        assertThat(entry.path("schemaType").stringValue()).isEqualTo("ModelInvocationLog");
        assertThat(entry.path("schemaVersion").stringValue()).isEqualTo("1.0");
        assertThat(entry.path("timestamp").stringValue()).matches("[0-9-]{10}T[0-9:]{8}Z");
        assertThat(Instant.parse(entry.path("timestamp").stringValue())).isBetween(before, Instant.now());
        assertThat(entry.path("accountId").stringValue()).isEqualTo("123456789012");
        assertThat(entry.at("/identity/arn").stringValue()).isEqualTo("arn:aws:iam::123456789012:root");
        assertThat(entry.path("region").stringValue()).isEqualTo("us-east-1");
        assertThat(entry.path("requestId").stringValue()).isEqualTo(requestId(response));
        assertThat(entry.path("operation").stringValue()).isEqualTo(way.operation);
        assertThat(entry.path("modelId").stringValue()).isEqualTo(way.target.split("/", -1)[2]);
        assertThat(entry.at("/input/inputContentType").stringValue()).isEqualTo("application/json");
        assertThat(entry.at("/input/inputBodyJson")).isEqualTo(JsonMapper.shared().readTree(way.body("Hi")));
        assertThat(entry.at("/input/inputTokenCount").intValue()).isEqualTo(7);
        assertThat(entry.at("/output/outputContentType").stringValue()).isEqualTo("application/json");
        assertThat(way.text(entry.at("/output/outputBodyJson"))).isEqualTo("token1 token2 token3 ");
        assertThat(entry.at("/output/outputTokenCount").intValue()).isEqualTo(3);
        assertThat(entry.propertyNames()).doesNotContain("errorCode", "inferenceRegion", "requestMetadata");
    }

    @ParameterizedTest
    @EnumSource
    void aCallThatFailsBeforeItsAnswerIsRecordedWithItsCode(Way way) throws Exception {
        configure();
        server.model().script(Script.failing(1, new OverloadedException("full")));
        assertThat(call(way, "Hi").statusCode()).isEqualTo(429);
        JsonNode entry = onlyRecord();
        assertThat(entry.path("errorCode").stringValue()).isEqualTo("ThrottlingException");
        assertThat(entry.path("operation").stringValue()).isEqualTo(way.operation);
        assertThat(entry.at("/input/inputBodyJson")).isEqualTo(JsonMapper.shared().readTree(way.body("Hi")));
        assertThat(entry.has("output")).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"INVOKE_STREAM", "CONVERSE_STREAM"})
    void aStreamThatBreaksKeepsWhatHadBeenSaid(Way way) throws Exception {
        configure();
        server.model().script(Script.failing(3, new InferenceException("broken")));
        assertThat(call(way, "Hi").statusCode()).isEqualTo(200);
        JsonNode entry = onlyRecord();
        assertThat(entry.path("errorCode").stringValue()).isEqualTo("ModelStreamErrorException");
        assertThat(way.text(entry.at("/output/outputBodyJson"))).isEqualTo("token1 token2 ");
    }

    @ParameterizedTest
    @EnumSource
    void aCallThatIsRefusedBeforeTheModelIsRecorded(Way way) throws Exception {
        configure();
        assertThat(server.post(way.target, "{no json", "Content-Type", "application/json").statusCode()).isEqualTo(400);
        assertThat(server.post(
                way.target.replaceAll("model/[^/]+", "model/no.such-model"), way.body("Hi"), "Content-Type",
                "application/json").statusCode()).isBetween(400, 404);
        List<JsonNode> records = records();
        assertThat(records).hasSize(2);
        assertThat(records)
                .allSatisfy(entry -> assertThat(entry.path("errorCode").stringValue()).endsWith("Exception"));
        assertThat(records.get(0).path("input").propertyNames())
                .as("no JSON, so it is put aside as it came")
                .contains("inputBodyS3Path");
        assertThat(Delivered.aside(folder.resolve("s3"), records.get(0).at("/input/inputBodyS3Path").stringValue()))
                .isEqualTo("{no json");
        assertThat(records.get(1).path("modelId").stringValue()).isEqualTo("no.such-model");
    }

    @ParameterizedTest
    @EnumSource
    void longBodiesArePutAside(Way way) throws Exception {
        configure();
        String prompt = "p".repeat(150_000);
        String word = "w".repeat(60_000);
        server.model().script(Script.saying(word, word, word));
        HttpResponse<byte[]> response = call(way, prompt);
        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode entry = onlyRecord();
        String input = entry.at("/input/inputBodyS3Path").stringValue();
        String output = entry.at("/output/outputBodyS3Path").stringValue();
        assertThat(input).matches("s3://logs-bucket/team/a/AWSLogs/123456789012/BedrockModelInvocationLogs/us-east-1"
                + "/[0-9]{4}/[0-9]{2}/[0-9]{2}/[0-9]{2}/data/" + requestId(response) + "_input\\.json\\.gz");
        assertThat(output).endsWith("/data/" + requestId(response) + "_output.json.gz");
        assertThat(entry.path("input").has("inputBodyJson")).isFalse();
        assertThat(entry.path("output").has("outputBodyJson")).isFalse();
        assertThat(Delivered.aside(folder.resolve("s3"), input)).isEqualTo(way.body(prompt));
        JsonNode said = JsonMapper.shared().readTree(Delivered.aside(folder.resolve("s3"), output));
        assertThat(way.text(said)).isEqualTo(word.repeat(3));
    }

    @ParameterizedTest
    @EnumSource
    void withoutTextsNoBodyIsRecorded(Way way) throws Exception {
        configure("text");
        call(way, "my secret");
        JsonNode entry = onlyRecord();
        assertThat(entry.toString()).doesNotContain("my secret").doesNotContain("token1");
        assertThat(entry.at("/input/inputTokenCount").intValue()).isEqualTo(7);
        assertThat(entry.at("/output/outputTokenCount").intValue()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void picturesHaveTheirOwnSwitch(boolean wanted) throws Exception {
        configure(wanted ? new String[0] : new String[]{"image"});
        server.post("/model/" + HAIKU + "/converse", """
                {"messages":[{"role":"user","content":[{"text":"What is this?"},
                 {"image":{"format":"png","source":{"bytes":"%s"}}}]}]}""".formatted(PNG), "Content-Type",
                "application/json");
        server.post("/model/" + HAIKU + "/invoke", """
                {"anthropic_version":"bedrock-2023-05-31","max_tokens":9,"messages":[{"role":"user","content":[
                 {"type":"image","source":{"type":"base64","media_type":"image/png","data":"%s"}}]}]}"""
                .formatted(PNG));
        List<JsonNode> records = records();
        assertThat(records).hasSize(2);
        assertThat(records).allSatisfy(entry -> {
            assertThat(entry.at("/input/inputBodyJson").isObject()).isTrue();
            assertThat(entry.toString().contains(PNG)).isEqualTo(wanted);
        });
        assertThat(records.getFirst().toString()).contains("What is this?");
    }

    @ParameterizedTest
    @CsvSource({"'', true, true", "embedding, true, false", "text, false, true", "text embedding, false, false"})
    void vectorsHaveTheirOwnSwitch(String off, boolean hasInput, boolean hasVector) throws Exception {
        configure(off.isEmpty() ? new String[0] : off.split(" ", -1));
        HttpResponse<byte[]> response = server.post("/model/" + TITAN + "/invoke", "{\"inputText\":\"abc\"}");
        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode entry = onlyRecord();
        assertThat(entry.path("input").has("inputBodyJson")).isEqualTo(hasInput);
        assertThat(entry.at("/output/outputBodyJson/embedding").isArray()).isEqualTo(hasVector);
        if (hasVector) {
            assertThat(entry.at("/output/outputBodyJson")).isEqualTo(TestServer.json(response));
        }
        assertThat(entry.at("/input/inputTokenCount").intValue()).isPositive();
    }

    @Test
    void anAssembledStreamIsWhatConverseAnswers() throws Exception {
        configure();
        server.model().play(listener -> {
            listener.onStart(7);
            listener.onReasoning("Let me ", 1);
            listener.onReasoning("think.", 2);
            listener.onText("I ask ", 3);
            listener.onText("a tool.", 4);
            listener.onToolCall("call-1", "weather", 5);
            listener.onToolInput("{\"city\":", 6);
            listener.onToolInput("\"Graz\"}", 7);
            listener.onEnd(new GenerationResult(7, 7, StopReason.TOOL_CALLS, null));
        });
        String tools = """
                {"messages":[{"role":"user","content":[{"text":"Hi"}]}],"toolConfig":{"tools":[{"toolSpec":{
                 "name":"weather","inputSchema":{"json":{"type":"object"}}}}]}}""";
        for (String target : List.of("/converse", "/converse-stream")) {
            assertThat(server.post("/model/" + HAIKU + target, tools, "Content-Type", "application/json").statusCode())
                    .isEqualTo(200);
        }
        List<JsonNode> records = records();
        JsonNode whole = records.get(0).at("/output/outputBodyJson");
        JsonNode assembled = records.get(1).at("/output/outputBodyJson");
        assertThat(neutral(assembled)).isEqualTo(neutral(whole));
    }

    /** Ids of tool calls and latencies are of one call each. */
    private static JsonNode neutral(JsonNode answer) {
        return JsonMapper.shared().readTree(answer.toString()
                .replaceAll("\"toolUseId\":\"[^\"]*\"", "\"toolUseId\":\"\"")
                .replaceAll("\"latencyMs\":[0-9]+", "\"latencyMs\":0"));
    }

    @Test
    void whatWasAskedForBesideAnAnswerIsRecorded() throws Exception {
        configure();
        server.post("/model/us." + HAIKU + "/converse", """
                {"messages":[{"role":"user","content":[{"text":"Hi"}]}],"requestMetadata":{"team":"a","cost":"7"},
                 "performanceConfig":{"latency":"optimized"},"serviceTier":{"type":"flex"}}""", "Content-Type",
                "application/json");
        call(Way.INVOKE, "Hi", "X-Amzn-Bedrock-PerformanceConfig-Latency", "standard", "X-Amzn-Bedrock-Service-Tier",
                "priority");
        List<JsonNode> records = records();
        JsonNode converse = records.get(0);
        assertThat(converse.path("requestMetadata").toString()).isEqualTo("{\"team\":\"a\",\"cost\":\"7\"}");
        assertThat(converse.at("/performanceConfig/latency").stringValue()).isEqualTo("optimized");
        assertThat(converse.path("serviceTier").stringValue()).isEqualTo("flex");
        assertThat(converse.path("inferenceRegion").stringValue()).isEqualTo("us-east-1");
        assertThat(converse.path("modelId").stringValue()).isEqualTo("us." + HAIKU);
        assertThat(records.get(1).at("/performanceConfig/latency").stringValue()).isEqualTo("standard");
        assertThat(records.get(1).path("serviceTier").stringValue()).isEqualTo("priority");
    }

    @Test
    void otherOperationsAreNotRecordedAndTheOpenAiApiIs() throws Exception {
        configure();
        server.get("/foundation-models");
        server.postJson("/model/" + HAIKU + "/count-tokens", """
                {"input":{"converse":{"messages":[{"role":"user","content":[{"text":"Hi"}]}]}}}""");
        for (boolean streamed : new boolean[]{false, true}) {
            assertThat(server.postJson("/openai/v1/chat/completions", """
                    {"model":"%s","stream":%s,"messages":[{"role":"user","content":"Hi"}]}"""
                    .formatted(LLAMA, streamed)).statusCode()).isEqualTo(200);
        }
        List<JsonNode> records = records();
        assertThat(records).extracting(entry -> entry.path("operation").stringValue())
                .containsExactly("ChatCompletions", "ChatCompletions");
        assertThat(records).extracting(entry -> entry.path("modelId").stringValue()).containsOnly(LLAMA);
        assertThat(records.get(0).at("/output/outputBodyJson/choices/0/message/content").stringValue())
                .isEqualTo("token1 token2 token3 ");
        assertThat(records.get(1).at("/output/outputBodyJson").isArray()).isTrue();
    }

    @Test
    void whatAGuardrailBlockedIsRecordedAsItWasAnswered() throws Exception {
        configure();
        server.guardrails().put("k7m2p9x4q1zt", "1", TestGuardrail.ofConformance().build());
        HttpResponse<byte[]> response = call(
                Way.INVOKE, "Tell me of Project Lantern", "X-Amzn-Bedrock-GuardrailIdentifier", "k7m2p9x4q1zt",
                "X-Amzn-Bedrock-GuardrailVersion", "1");
        assertThat(TestServer.json(response).path("amazon-bedrock-guardrailAction").asString(""))
                .isEqualTo("INTERVENED");
        JsonNode entry = onlyRecord();
        assertThat(entry.at("/output/outputBodyJson")).isEqualTo(TestServer.json(response));
        assertThat(entry.has("errorCode")).isFalse();
    }

    @Test
    void whoeverLeavesLeavesARecord() throws Exception {
        configure();
        server.model().script(Script.endless(200_000));
        byte[] body = Way.INVOKE_STREAM.body("Hi").getBytes(StandardCharsets.UTF_8);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST " + Way.INVOKE_STREAM.target + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                    + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(body);
            out.flush();
            assertThat(socket.getInputStream().readNBytes(2_000)).hasSize(2_000);
        }
        server.model().awaitRun().awaitCancelled();
        JsonNode entry = onlyRecord();
        assertThat(entry.has("errorCode")).isFalse();
        assertThat(Way.INVOKE_STREAM.text(entry.at("/output/outputBodyJson"))).startsWith("token1 token2 ");
        assertThat(entry.at("/output/outputTokenCount").intValue()).isPositive();
    }

    @Test
    void nothingIsRecordedBeforeOrAfterAConfiguration() throws Exception {
        call(Way.INVOKE, "before");
        configure();
        call(Way.INVOKE, "during");
        assertThat(server.send("DELETE", "/logging/modelinvocations", "").statusCode()).isEqualTo(200);
        call(Way.INVOKE, "after");
        assertThat(onlyRecord().at("/input/inputBodyJson/prompt").stringValue()).isEqualTo("during");
    }
}
