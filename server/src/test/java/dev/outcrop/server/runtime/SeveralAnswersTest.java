package dev.outcrop.server.runtime;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import dev.outcrop.inference.InferenceException;
import dev.outcrop.server.testing.ScriptedTextModel;
import dev.outcrop.server.testing.ScriptedTextModel.Run;
import dev.outcrop.server.testing.ScriptedTextModel.Script;
import dev.outcrop.server.testing.TestServer;
import dev.outcrop.wire.eventstream.Frame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static dev.outcrop.server.runtime.StreamGuardrails.ID;
import static dev.outcrop.server.runtime.StreamGuardrails.OUTPUT_MESSAGE;
import static dev.outcrop.server.testing.TestServer.code;
import static dev.outcrop.server.testing.TestServer.json;
import static dev.outcrop.server.testing.TestServer.message;
import static org.assertj.core.api.Assertions.assertThat;

/** Several answers to one request are one call: one body or stream, one failure, one guardrail's trace, one reader. */
@Timeout(60)
class SeveralAnswersTest {
    private static final String WHOLE = "/model/cohere.command-text-v14/invoke";
    private static final String STREAMED = WHOLE + "-with-response-stream";
    private static final String QWEN = "/model/qwen.qwen3-32b-v1:0/invoke";
    private static final String ACTION = "amazon-bedrock-guardrailAction";
    private static final String TRACE = "amazon-bedrock-trace";
    private static final String METRICS = "amazon-bedrock-invocationMetrics";
    private static final Script ENDLESS = Script.endless(200_000);
    private static final int SMALL_BUFFER = 8_192;

    private final TestServer server = new TestServer();
    private final ScriptedTextModel model = server.model();

    @AfterEach
    void stop() {
        server.close();
    }

    private static String command(int answers) {
        return "{\"prompt\":\"Hi\",\"max_tokens\":4096,\"stream\":true,\"num_generations\":" + answers + "}";
    }

    private static String chat(String more) {
        return "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]" + more + "}";
    }

    private List<JsonNode> chunks(HttpResponse<byte[]> response) {
        assertThat(response.statusCode()).as(() -> message(response)).isEqualTo(200);
        return TestServer.frames(response.body()).stream().map(TestServer::chunk).toList();
    }

    /** What each generation of Command said, by its index. */
    private static Map<Integer, String> texts(List<JsonNode> chunks) {
        Map<Integer, String> texts = new TreeMap<>();
        for (JsonNode chunk : chunks) {
            if (chunk.has("text")) {
                texts.merge(chunk.path("index").intValue(), chunk.path("text").stringValue(), String::concat);
            }
        }
        return texts;
    }

    private List<Run> runs(int count) throws InterruptedException {
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            runs.add(model.awaitRun());
        }
        return runs;
    }

    @Test
    void aBodyHasAllInTheirOrderAndTheHeadersCountAll() throws Exception {
        model.scripts(
                new Script(3, 0, null, 900_000, List.of("a ", "slow ", "one")),
                Script.saying("a quick one"),
                Script.saying("and ", "another"));
        HttpResponse<byte[]> response = server.post(WHOLE, command(3));
        assertThat(json(response).path("generations")).extracting(answer -> answer.path("text").stringValue())
                .containsExactly("a slow one", "a quick one", "and another");
        assertThat(json(response).path("id").stringValue())
                .isEqualTo(response.headers().firstValue("x-amzn-requestid").orElse(""));
        assertThat(response.headers().firstValue("x-amzn-bedrock-input-token-count")).hasValue("21");
        assertThat(response.headers().firstValue("x-amzn-bedrock-output-token-count")).hasValue("6");
        assertThat(server.meters().get("outcrop.tokens.output").counter().count()).isEqualTo(6);
    }

    @Test
    void eachAnswerHasASeedOfItsOwn() throws Exception {
        server.post(QWEN, chat(",\"n\":3,\"seed\":7"));
        assertThat(runs(3)).extracting(run -> run.request().sampling().seed())
                .containsExactly(OptionalLong.of(7), OptionalLong.of(8), OptionalLong.of(9));
    }

    @Test
    void aStreamInterleavesAndEndsOnce() throws Exception {
        model.scripts(
                new Script(40, 0, null, 500_000, Collections.nCopies(40, "a")),
                new Script(60, 0, null, 500_000, Collections.nCopies(60, "b")));
        List<JsonNode> chunks = chunks(server.post(STREAMED, command(2)));
        assertThat(texts(chunks)).isEqualTo(Map.of(0, "a".repeat(40), 1, "b".repeat(60)));
        assertThat(chunks).filteredOn(chunk -> chunk.has(METRICS)).containsExactly(chunks.getLast());
        assertThat(chunks).filteredOn(chunk -> chunk.path("is_finished").booleanValue())
                .containsExactly(chunks.getLast());
        assertThat(chunks.getLast().has("index")).isFalse();
        assertThat(chunks.getLast().path(METRICS).path("inputTokenCount").intValue()).isEqualTo(14);
        assertThat(chunks.getLast().path(METRICS).path("outputTokenCount").intValue()).isEqualTo(100);
    }

    @Test
    void theOpenAiDoorStreamsThemToOneEnd() throws Exception {
        model.scripts(Script.saying("a"), Script.saying("b", "b"));
        HttpResponse<byte[]> response = server.post("/openai/v1/chat/completions",
                chat(",\"model\":\"my-model\",\"n\":2,\"stream\":true,\"stream_options\":{\"include_usage\":true}"));
        List<String> events = List.of(new String(response.body(), StandardCharsets.UTF_8).strip().split("\n\n"));
        assertThat(events).filteredOn("data: [DONE]"::equals).containsExactly(events.getLast());
        List<JsonNode> chunks = events.subList(0, events.size() - 1).stream()
                .map(event -> JsonMapper.shared().readTree(event.substring("data: ".length()))).toList();
        Map<Integer, String> said = new TreeMap<>();
        chunks.forEach(chunk -> chunk.path("choices").forEach(choice -> said.merge(
                choice.path("index").intValue(),
                choice.path("delta").path("content").asString("") + choice.path("finish_reason").asString(""),
                String::concat)));
        assertThat(said).isEqualTo(Map.of(0, "astop", 1, "bbstop"));
        assertThat(chunks.getLast().path("usage").toString())
                .isEqualTo("{\"prompt_tokens\":7,\"completion_tokens\":3,\"total_tokens\":10}");
    }

    @ParameterizedTest
    @ValueSource(strings = {WHOLE, STREAMED})
    void whatCannotBeginFailsTheCallAndStopsWhatHasBegun(String target) throws Exception {
        model.scripts(ENDLESS, ENDLESS, Script.refused());
        HttpResponse<byte[]> response = server.post(target, command(3));
        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(code(response)).isEqualTo("ThrottlingException");
        for (Run run : runs(2)) {
            run.awaitCancelled();
        }
    }

    @Test
    void oneThatFailsFailsTheBodyAndStopsTheOthers() throws Exception {
        model.scripts(ENDLESS, Script.failing(3, new InferenceException("The model broke down.")));
        HttpResponse<byte[]> response = server.post(WHOLE, command(2));
        assertThat(code(response)).isEqualTo("ModelErrorException");
        runs(2).getFirst().awaitCancelled();
    }

    @Test
    void oneThatFailsEndsTheStreamAndStopsTheOthers() throws Exception {
        model.scripts(ENDLESS, Script.failing(3, new InferenceException("The model broke down.")));
        List<Frame> frames = TestServer.frames(server.post(STREAMED, command(2)).body());
        assertThat(new String(frames.getLast().payload(), StandardCharsets.UTF_8)).contains("The model broke down.");
        runs(2).getFirst().awaitCancelled();
    }

    @ParameterizedTest
    @ValueSource(strings = {WHOLE, STREAMED})
    void aClientThatLeavesStopsAll(String target) throws Exception {
        model.script(ENDLESS);
        List<Run> runs;
        try (Socket socket = connect()) {
            send(socket, target, command(3));
            runs = runs(3);
        }
        for (Run run : runs) {
            run.awaitCancelled();
        }
    }

    @Test
    void aReaderThatStallsHoldsAllBack() throws Exception {
        model.script(new Script(4_096, 0, null, 20_000, Collections.nCopies(4_096, "a".repeat(4_000))));
        List<Run> runs;
        try (Socket socket = connect()) {
            send(socket, STREAMED, command(2));
            runs = runs(2);
            long begun = System.nanoTime();
            while (!runs.stream().allMatch(SeveralAnswersTest::isHeldBack)) {
                assertThat(System.nanoTime() - begun).isLessThan(TimeUnit.SECONDS.toNanos(40));
            }
            assertThat(runs).allSatisfy(run -> assertThat(run.produced()).isLessThan(4_096));
        }
        for (Run run : runs) {
            run.awaitCancelled();
        }
    }

    /** For as long as nobody reads, not for the moment in which the event loop empties a full queue. */
    private static boolean isHeldBack(Run run) {
        int produced = run.produced();
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return run.isPaused() && run.produced() == produced;
    }

    private Socket connect() throws Exception {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(SMALL_BUFFER);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        return socket;
    }

    private static void send(Socket socket, String target, String body) throws Exception {
        socket.getOutputStream().write(("POST " + target + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private HttpResponse<byte[]> guarded(String target, String body) throws Exception {
        server.guardrails().put(ID, "1", StreamGuardrails.naming("mortgage"));
        return server.post(target, body, "X-Amzn-Bedrock-GuardrailIdentifier", ID,
                "X-Amzn-Bedrock-GuardrailVersion", "1", "X-Amzn-Bedrock-Trace", "ENABLED");
    }

    private void scriptForGuardrail() {
        model.scripts(
                Script.saying("Mail ines", "@example.com."),
                Script.saying("Take a ", "mortgage", "."),
                Script.saying("Good ", "morning."));
    }

    @Test
    void aGuardrailAssessesEachOfABodyAndBlocksOneAlone() throws Exception {
        scriptForGuardrail();
        JsonNode body = json(guarded(WHOLE, command(3)));
        assertThat(body.path("generations")).extracting(answer -> answer.path("text").stringValue())
                .containsExactly("Mail {EMAIL}.", OUTPUT_MESSAGE, "Good morning.");
        assertThat(body.path(ACTION).stringValue()).isEqualTo("INTERVENED");
        JsonNode trace = body.path(TRACE).path("guardrail");
        assertThat(trace.path("outputs")).hasSize(3);
        assertThat(trace.path("modelOutput")).hasSize(1);
        assertThat(trace.path("modelOutput").get(0).stringValue())
                .contains("ines@example.com", "Take a mortgage.", "Good morning.");
    }

    @Test
    void aGuardrailBlocksOneOfAStreamAndTheOthersGoOn() throws Exception {
        scriptForGuardrail();
        List<JsonNode> chunks = chunks(guarded(STREAMED, command(3)));
        assertThat(texts(chunks)).isEqualTo(Map.of(0, "Mail {EMAIL}.", 1, OUTPUT_MESSAGE, 2, "Good morning."));
        assertThat(chunks).filteredOn(chunk -> chunk.has(TRACE)).containsExactly(chunks.getLast());
        assertThat(chunks.getLast().path(ACTION).stringValue()).isEqualTo("INTERVENED");
        assertThat(chunks.getLast().path(TRACE).at("/guardrail/modelOutput/0").stringValue())
                .contains("ines@example.com", "mortgage", "Good morning.");
    }

    @Test
    void converseHasOneAnswer() throws Exception {
        HttpResponse<byte[]> response = server.postJson("/model/qwen.qwen3-32b-v1:0/converse",
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"Hi\"}]}],"
                        + "\"additionalModelRequestFields\":{\"n\":2}}");
        assertThat(code(response)).isEqualTo("ValidationException");
        assertThat(message(response)).isEqualTo("Converse returns one answer to a request, and the additional model"
                + " request fields ask for 2. Ask for one and try again.");
        assertThat(model.wasAsked()).isFalse();
    }
}
