package dev.outcrop.server.runtime;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.outcrop.guardrails.assessment.Finding;
import dev.outcrop.guardrails.assessment.Usage;
import dev.outcrop.guardrails.config.Direction;
import dev.outcrop.guardrails.policy.AssessmentException;
import dev.outcrop.guardrails.policy.Policy;
import dev.outcrop.guardrails.text.AssessedText;
import dev.outcrop.inference.InferenceException;
import dev.outcrop.server.testing.ScriptedTextModel.Run;
import dev.outcrop.server.testing.ScriptedTextModel.Script;
import dev.outcrop.server.testing.TestServer;
import dev.outcrop.wire.eventstream.Frame;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static dev.outcrop.server.runtime.StreamGuardrails.ID;
import static dev.outcrop.server.runtime.StreamGuardrails.INPUT_MESSAGE;
import static dev.outcrop.server.runtime.StreamGuardrails.OUTPUT_MESSAGE;
import static org.assertj.core.api.Assertions.assertThat;

/** Streams under a guardrail, over HTTP. Numbers in names are those of the specification's conformance cases. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GuardedStreamTest {
    private static final String ACTION = "amazon-bedrock-guardrailAction";
    private static final String TRACE = "amazon-bedrock-trace";
    private static final String METRICS = "amazon-bedrock-invocationMetrics";
    private static final String CLAUDE = "/model/anthropic.claude-3-haiku-20240307-v1:0/invoke-with-response-stream";
    private static final String LLAMA = "/model/meta.llama3-8b-instruct-v1:0/invoke-with-response-stream";
    private static final String ASYNCHRONOUS = ",\"amazon-bedrock-guardrailConfig\":{\"streamProcessingMode\":\"ASYNCHRONOUS\"}";
    /** The scripted model numbers its tokens; this one comes after some 4,400 characters. */
    private static final String LATE = "token500 ";

    private TestServer server = new TestServer();

    @BeforeAll
    void start() {
        server.guardrails().put(ID, "1", StreamGuardrails.naming("mortgage"));
        server.guardrails().put(ID, "2", StreamGuardrails.naming(LATE));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private HttpResponse<byte[]> post(String target, String version, String body) throws Exception {
        return server.post(target, body, "X-Amzn-Bedrock-GuardrailIdentifier", ID,
                "X-Amzn-Bedrock-GuardrailVersion", version, "X-Amzn-Bedrock-Trace", "ENABLED");
    }

    private List<JsonNode> stream(String target, String version, String body) throws Exception {
        HttpResponse<byte[]> response = post(target, version, body);
        assertThat(response.statusCode()).isEqualTo(200);
        return TestServer.frames(response.body()).stream().map(TestServer::chunk).toList();
    }

    private static String claude(String prompt, String extension) {
        return "{\"anthropic_version\":\"bedrock-2023-05-31\",\"max_tokens\":4000,"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"" + prompt + "\"}]" + extension + "}";
    }

    private static String llama(String extension) {
        return "{\"prompt\":\"Hi\",\"max_gen_len\":2048" + extension + "}";
    }

    private static List<String> actions(List<JsonNode> chunks) {
        return chunks.stream().map(chunk -> chunk.path(ACTION).asString("-")).toList();
    }

    private static String generation(List<JsonNode> chunks) {
        StringBuilder text = new StringBuilder();
        chunks.forEach(chunk -> text.append(chunk.path("generation").stringValue()));
        return text.toString();
    }

    private static JsonNode guardrailTrace(List<JsonNode> chunks) {
        assertThat(chunks.subList(0, chunks.size() - 1)).noneMatch(chunk -> chunk.has(TRACE));
        return chunks.getLast().path(TRACE).path("guardrail");
    }

    @Test
    void case63ABlockedInputIsSixChunksAndTheModelIsNotCalled() throws Exception {
        List<JsonNode> chunks = stream(CLAUDE, "1", claude("About my mortgage", ""));

        assertThat(chunks.stream().map(chunk -> chunk.path("type").asString("")).toList()).containsExactly(
                "message_start", "content_block_start", "content_block_delta", "content_block_stop", "message_delta",
                "message_stop");
        assertThat(chunks.get(2).path("delta").path("text").stringValue()).isEqualTo(INPUT_MESSAGE);
        assertThat(actions(chunks)).containsExactly("-", "-", "INTERVENED", "-", "-", "INTERVENED");
        assertThat(chunks.get(4).path("delta").toString()).isEqualTo("{\"stop_reason\":\"end_turn\"}");
        assertThat(chunks.get(0).path("message").path("model").stringValue())
                .isEqualTo("anthropic.claude-3-haiku-20240307-v1:0");
        assertThat(chunks.getLast().has(METRICS)).isFalse();
        assertThat(guardrailTrace(chunks).path("input").path(ID).path("topicPolicy").path("topics").get(0)
                .path("action").stringValue()).isEqualTo("BLOCKED");
        assertThat(guardrailTrace(chunks).path("actionReason").stringValue()).isEqualTo("Guardrail blocked.");
        assertThat(server.model().wasAsked()).isFalse();
    }

    @Test
    void case64AnAddressLateInASynchronousAnswerIsInNoChunk() throws Exception {
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            tokens.add("filler ");
        }
        tokens.addAll(List.of("Write to ", "ja", "ne.", "doe@", "example", ".com", " today."));
        server.model().script(Script.saying(tokens.toArray(String[]::new)));
        List<JsonNode> chunks = stream(LLAMA, "1", llama(""));
        server.model().awaitRun();

        assertThat(generation(chunks)).isEqualTo("filler ".repeat(400) + "Write to {EMAIL} today.");
        assertThat(chunks.size()).isBetween(4, 40);
        assertThat(actions(chunks).subList(0, chunks.size() - 1)).containsOnly("-");
        assertThat(actions(chunks).getLast()).isEqualTo("INTERVENED");
        assertThat(chunks.getLast().path(METRICS).path("outputTokenCount").intValue()).isEqualTo(407);
        JsonNode trace = guardrailTrace(chunks);
        assertThat(trace.path("actionReason").stringValue()).isEqualTo("Guardrail masked.");
        assertThat(trace.path("outputs").size()).isGreaterThan(2);
        assertThat(trace.path("outputs").get(trace.path("outputs").size() - 1).path(ID)
                .path("sensitiveInformationPolicy").path("piiEntities").get(0).path("match").stringValue())
                .isEqualTo("jane.doe@example.com");
        assertThat(JsonMapper.shared().readTree(trace.path("modelOutput").get(0).stringValue())
                .path("generation").stringValue()).endsWith("jane.doe@example.com today.");
    }

    @Test
    void case65AnAsynchronousAnswerIsNotMasked() throws Exception {
        server.model().script(Script.saying("Write to ", "jane.doe@", "example.com", " today."));
        List<JsonNode> chunks = stream(LLAMA, "1", llama(ASYNCHRONOUS));
        server.model().awaitRun();

        assertThat(generation(chunks)).isEqualTo("Write to jane.doe@example.com today.");
        assertThat(chunks).hasSize(5);
        assertThat(actions(chunks)).containsExactly("-", "-", "-", "-", "NONE");
        assertThat(guardrailTrace(chunks).path("outputs").get(0).path(ID).path("sensitiveInformationPolicy")
                .path("piiEntities").get(0).path("action").stringValue()).isEqualTo("NONE");
    }

    @Test
    void case66AnAsynchronousAnswerIsDeliveredUntilItsTopicIsSeen() throws Exception {
        server.model().script(Script.endless(50_000));
        List<JsonNode> chunks = stream(CLAUDE, "2", claude("Hi", ASYNCHRONOUS));
        Run run = server.model().awaitRun();
        run.awaitCancelled();

        List<String> texts = chunks.stream()
                .filter(chunk -> chunk.path("type").asString("").equals("content_block_delta"))
                .map(chunk -> chunk.path("delta").path("text").stringValue())
                .toList();
        assertThat(texts).startsWith("token1 ", "token2 ").endsWith(OUTPUT_MESSAGE);
        assertThat(chunks.stream().map(chunk -> chunk.path("type").asString("")).toList())
                .endsWith("content_block_delta", "content_block_stop", "message_delta", "message_stop");
        List<String> actions = actions(chunks);
        assertThat(actions.subList(0, actions.size() - 4)).containsOnly("-");
        assertThat(actions.subList(actions.size() - 4, actions.size()))
                .containsExactly("INTERVENED", "-", "-", "INTERVENED");
        assertThat(chunks.get(chunks.size() - 2).path("usage").path("output_tokens").intValue()).isGreaterThan(499);
        assertThat(chunks.getLast().has(METRICS)).isFalse();
    }

    @Test
    void aSynchronousAnswerEndsWithTheMessageInPlaceOfTheOffendingWindow() throws Exception {
        server.model().script(Script.endless(0));
        List<JsonNode> chunks = stream(LLAMA, "2", llama(""));
        server.model().awaitRun().awaitCancelled();

        String text = generation(chunks);
        assertThat(text).startsWith("token1 token2 ").endsWith(OUTPUT_MESSAGE).doesNotContain("token500");
        assertThat(actions(chunks).subList(chunks.size() - 2, chunks.size()))
                .containsExactly("INTERVENED", "INTERVENED");
        assertThat(actions(chunks).subList(0, chunks.size() - 2)).containsOnly("-");
        assertThat(chunks.getLast().path("stop_reason").stringValue()).isEqualTo("stop");
        assertThat(chunks.getLast().path("generation_token_count").intValue()).isGreaterThan(499);
        JsonNode outputs = guardrailTrace(chunks).path("outputs");
        assertThat(outputs.get(outputs.size() - 1).path(ID).has("topicPolicy")).isTrue();
        assertThat(outputs.get(0).path(ID).has("topicPolicy")).isFalse();
    }

    @Test
    void aFamilyThatKeepsATextBackMarksOnlyTheMessage() throws Exception {
        server.model().script(Script.endless(0));
        List<JsonNode> chunks = stream("/model/amazon.titan-tg1-large/invoke-with-response-stream", "2",
                "{\"inputText\":\"Hi\",\"textGenerationConfig\":{\"maxTokenCount\":8192}}");
        server.model().awaitRun().awaitCancelled();

        assertThat(chunks).hasSizeGreaterThan(2);
        assertThat(chunks.getLast().path("outputText").stringValue()).isEqualTo(OUTPUT_MESSAGE);
        assertThat(actions(chunks)).endsWith("-", "INTERVENED");
        assertThat(actions(chunks).subList(0, chunks.size() - 1)).containsOnly("-");
    }

    @Test
    void aPhraseThatIsSplitOverChunksIsBlocked() throws Exception {
        server.model().script(Script.saying("Now ", "Pro", "ject", " ", "Lan", "tern is late."));
        List<JsonNode> chunks = stream(LLAMA, "1", llama(""));
        server.model().awaitRun();

        assertThat(generation(chunks)).isEqualTo(OUTPUT_MESSAGE);
        assertThat(actions(chunks)).containsExactly("INTERVENED", "INTERVENED");
    }

    @Test
    void nothingFoundIsSaidBesideTheMetrics() throws Exception {
        server.model().script(Script.tokens(3));
        HttpResponse<byte[]> response = server.post(LLAMA, llama(""), "X-Amzn-Bedrock-GuardrailIdentifier", ID,
                "X-Amzn-Bedrock-GuardrailVersion", "1");
        server.model().awaitRun();
        List<Frame> frames = TestServer.frames(response.body());
        JsonNode last = TestServer.chunk(frames.getLast());

        assertThat(last.path(ACTION).stringValue()).isEqualTo("NONE");
        assertThat(last.path(METRICS).path("outputTokenCount").intValue()).isEqualTo(3);
        assertThat(last.has(TRACE)).isFalse();
        assertThat(TestServer.chunk(frames.getFirst()).path("generation").stringValue())
                .isEqualTo("token1 token2 token3 ");
    }

    @Test
    void anEmptyAnswerEndsAsUsual() throws Exception {
        server.model().script(Script.saying(""));
        List<JsonNode> chunks = stream(LLAMA, "1", llama(""));
        server.model().awaitRun();

        assertThat(actions(chunks)).endsWith("NONE");
        assertThat(guardrailTrace(chunks).has("outputs")).isFalse();
    }

    /** Cannot decide once it has seen so many windows of an answer. */
    private record Failing(int windows, AtomicInteger seen) implements Policy {
        @Override
        public List<Finding> assess(Direction direction, List<AssessedText> content) {
            if (direction == Direction.OUTPUT && seen.getAndIncrement() >= windows) {
                throw new AssessmentException("no classifier", null);
            }
            return List.of();
        }

        @Override
        public Usage usage(Direction direction, List<AssessedText> content) {
            return Usage.NONE;
        }
    }

    /** An encoder that fails is not the model that was asked. */
    @Test
    void anEncoderThatFailsBeforeTheFirstChunkIsNotTheModelsError() throws Exception {
        server.guardrails().put(ID, "5", StreamGuardrails.with(new Policy() {
            @Override
            public List<Finding> assess(Direction direction, List<AssessedText> content) {
                if (direction == Direction.OUTPUT) {
                    throw new InferenceException("The encoder is closed.");
                }
                return List.of();
            }

            @Override
            public Usage usage(Direction direction, List<AssessedText> content) {
                return Usage.NONE;
            }
        }));
        server.model().script(Script.endless(0));
        HttpResponse<byte[]> response = post(LLAMA, "5", llama(""));

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(TestServer.code(response)).isEqualTo("InternalServerException");
        server.model().awaitRun().awaitCancelled();
    }

    @Test
    void anAssessmentThatFailsBeforeTheFirstChunkIsAnError() throws Exception {
        server.guardrails().put(ID, "3", StreamGuardrails.with(new Failing(0, new AtomicInteger())));
        server.model().script(Script.endless(0));
        HttpResponse<byte[]> response = post(LLAMA, "3", llama(""));

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(TestServer.code(response)).isEqualTo("InternalServerException");
        server.model().awaitRun().awaitCancelled();
    }

    @Test
    void anAssessmentThatFailsLaterEndsTheStreamWithAnException() throws Exception {
        for (String mode : List.of("", ASYNCHRONOUS)) {
            server.guardrails().put(ID, "4", StreamGuardrails.with(new Failing(1, new AtomicInteger())));
            server.model().script(Script.endless(0));
            HttpResponse<byte[]> response = post(LLAMA, "4", llama(mode));
            List<Frame> frames = TestServer.frames(response.body());

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(TestServer.chunk(frames.getFirst()).path("generation").stringValue()).startsWith("token1 ");
            assertThat(frames.getLast().text(":message-type")).isEqualTo("exception");
            assertThat(new String(frames.getLast().payload(), StandardCharsets.UTF_8)).contains("guardrail");
            server.model().awaitRun().awaitCancelled();
        }
    }

    @Test
    void theFamiliesThatStreamInOneChunkAreGuardedToo() throws Exception {
        server.model().script(Script.saying("Write to ", "jane.doe@", "example.com", "."));
        List<JsonNode> chunks = stream("/model/cohere.command-text-v14/invoke-with-response-stream", "1",
                "{\"prompt\":\"Hi\"}");
        server.model().awaitRun();

        assertThat(chunks).singleElement().satisfies(chunk -> {
            assertThat(chunk.path("generations").get(0).path("text").stringValue()).isEqualTo("Write to {EMAIL}.");
            assertThat(chunk.path(ACTION).stringValue()).isEqualTo("INTERVENED");
        });
    }
}
