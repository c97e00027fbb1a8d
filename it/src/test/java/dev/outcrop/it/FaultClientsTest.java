package dev.outcrop.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import dev.outcrop.it.testing.NodeScript;
import dev.outcrop.it.testing.PythonScript;
import dev.outcrop.it.testing.SdkClients;
import dev.outcrop.server.fault.FaultRules;
import dev.outcrop.server.testing.ScriptedTextModel.Script;
import dev.outcrop.server.testing.TestServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamResponseHandler;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What unmodified SDKs make of each fault: which error their caller sees, and how often they try. Each case has a model of its
 * own, so that all run at once and the server counts the attempts of each.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultClientsTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final List<String> RETRIED = List.of(
            "ThrottlingException", "ModelNotReadyException", "ServiceUnavailableException", "InternalServerException");
    private static final List<String> NOT_RETRIED = List.of(
            "ModelTimeoutException", "ModelErrorException", "ValidationException", "AccessDeniedException");
    private static final List<String> STREAMS = List.of(
            "throttlingException", "modelStreamErrorException", "truncated-frame", "bad-checksum", "end");

    /** @param streams whether it breaks a stream after its first chunk */
    private record Case(String name, Calls call, boolean streams) {

        Map<String, Object> rule() {
            Map<String, Object> rule = new HashMap<>(Map.of("name", name, "model", call.modelId()));
            if (!streams) {
                rule.put("error", name);
                return rule;
            }
            rule.put("after-chunks", 1);
            rule.put("break", name.endsWith("Exception") ? "exception" : name);
            if (name.endsWith("Exception")) {
                rule.put("exception", name);
            }
            return rule;
        }

        Map<String, Object> forScripts() {
            return Map.of("name", name, "modelId", call.modelId(), "body", call.body(), "streams", streams);
        }
    }

    private static final List<Case> CASES = cases();

    private final TestServer server = new TestServer();

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        RETRIED.forEach(error -> cases.add(new Case(error, Calls.ALL.get(cases.size()), false)));
        NOT_RETRIED.forEach(error -> cases.add(new Case(error, Calls.ALL.get(cases.size()), false)));
        STREAMS.forEach(kind -> cases.add(new Case(kind, Calls.ALL.get(cases.size()), true)));
        return cases;
    }

    @BeforeEach
    void arm() {
        server.model().script(Script.tokens(6));
        server.faults().replace(new FaultRules().read(JSON.valueToTree(CASES.stream().map(Case::rule).toList())));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    /** How often the case's rule has touched a call: once for each attempt. */
    private int attempts(String name) throws Exception {
        return TestServer.json(server.get("/outcrop/faults")).path("fired").path(name).intValue();
    }

    private static Path input() throws Exception {
        return Files.write(
                Files.createTempFile(Path.of("target"), "faults", ".json"),
                JSON.writeValueAsBytes(CASES.stream().map(Case::forScripts).toList()));
    }

    private static Map<String, JsonNode> byName(List<JsonNode> outcomes) {
        Map<String, JsonNode> byName = new HashMap<>();
        outcomes.forEach(outcome -> byName.put(outcome.path("name").stringValue(), outcome));
        assertThat(byName).hasSize(CASES.size());
        return byName;
    }

    private static String text(Map<String, JsonNode> outcomes, String name, String member) {
        return Objects.requireNonNull(outcomes.get(name)).path(member).asString();
    }

    private void assertAttempts(int retried, int brokenStream) throws Exception {
        for (String error : RETRIED) {
            assertThat(attempts(error)).as("attempts at %s", error).isEqualTo(retried);
        }
        for (String error : NOT_RETRIED) {
            assertThat(attempts(error)).as("attempts at %s", error).isEqualTo(1);
        }
        for (String kind : STREAMS) {
            assertThat(attempts(kind)).as("attempts at a stream with %s", kind)
                    .isEqualTo(kind.equals("throttlingException") ? brokenStream : 1);
        }
    }

    private static void assertErrors(Map<String, JsonNode> outcomes, String member) {
        for (String error : List.of("ThrottlingException", "ModelNotReadyException", "ServiceUnavailableException",
                "InternalServerException", "ModelTimeoutException", "ModelErrorException", "ValidationException",
                "AccessDeniedException")) {
            assertThat(text(outcomes, error, member)).as(error).isEqualTo(error);
        }
    }

    @Test
    void javaScript() throws Exception {
        Map<String, JsonNode> outcomes = byName(NodeScript.run(input(), "faults.mjs", server.uri("")));
        assertErrors(outcomes, "error");
        assertThat(text(outcomes, "throttlingException", "error")).isEqualTo("ThrottlingException");
        assertThat(text(outcomes, "throttlingException", "chunks")).isEqualTo("1");
        assertThat(text(outcomes, "modelStreamErrorException", "error"))
                .isEqualTo("ModelStreamErrorException");
        assertThat(text(outcomes, "truncated-frame", "message"))
                .isEqualTo("Truncated event message received.");
        assertThat(text(outcomes, "bad-checksum", "message")).startsWith("The message checksum");
        assertThat(text(outcomes, "end", "error")).as("not seen").isEqualTo("none");
        assertAttempts(3, 1);
    }

    static boolean hasBoto3() {
        return PythonScript.canRun();
    }

    @ParameterizedTest
    @CsvSource({"legacy, 5", "standard, 3"})
    @EnabledIf("hasBoto3")
    void boto3(String mode, int attempts) throws Exception {
        Map<String, JsonNode> outcomes = byName(
                PythonScript.run(input(), "faults.py", server.uri("").toString(), mode));
        assertErrors(outcomes, "code");
        assertThat(text(outcomes, "throttlingException", "error")).isEqualTo("EventStreamError");
        assertThat(text(outcomes, "throttlingException", "message"))
                .startsWith("An error occurred (throttlingException) when"
                        + " calling the InvokeModelWithResponseStream operation: Too many requests");
        assertThat(text(outcomes, "modelStreamErrorException", "code"))
                .isEqualTo("modelStreamErrorException");
        assertThat(text(outcomes, "truncated-frame", "error")).as("not seen").isEqualTo("none");
        assertThat(text(outcomes, "truncated-frame", "chunks")).isEqualTo("1");
        assertThat(text(outcomes, "bad-checksum", "error")).isEqualTo("ChecksumMismatch");
        assertThat(text(outcomes, "end", "error")).as("not seen").isEqualTo("none");
        assertAttempts(attempts, 1);
    }

    @Test
    void java() throws Exception {
        Map<String, @Nullable Throwable> met = new ConcurrentHashMap<>();
        Map<String, AtomicInteger> chunks = new HashMap<>();
        try (BedrockRuntimeClient runtime = SdkClients.runtime(server.uri(""));
                BedrockRuntimeAsyncClient async = SdkClients.runtimeAsync(server.uri(""));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (Case each : CASES) {
                AtomicInteger seen = new AtomicInteger();
                chunks.put(each.name(), seen);
                running.add(threads.submit(() -> {
                    try {
                        call(runtime, async, each, seen);
                    } catch (RuntimeException e) {
                        met.put(each.name(), e instanceof CompletionException ? e.getCause() : e);
                    }
                }));
            }
            for (Future<?> call : running) {
                call.get();
            }
        }
        List.of(RETRIED, NOT_RETRIED).forEach(errors -> errors.forEach(
                error -> assertThat(met.get(error)).as(error).extracting(e -> e.getClass().getSimpleName())
                        .isEqualTo(error)));
        assertThat(Objects.requireNonNull(met.get("throttlingException")).getClass().getSimpleName())
                .isEqualTo("ThrottlingException");
        assertThat(Objects.requireNonNull(chunks.get("throttlingException")).get())
                .as("the chunk again with every attempt").isEqualTo(4);
        assertThat(Objects.requireNonNull(met.get("modelStreamErrorException")).getClass().getSimpleName())
                .isEqualTo("ModelStreamErrorException");
        assertThat(met).as("not seen").doesNotContainKeys("truncated-frame", "end");
        assertThat(met.get("bad-checksum")).isNotNull();
        assertAttempts(4, 4);
    }

    private static void call(
            BedrockRuntimeClient runtime, BedrockRuntimeAsyncClient async, Case each, AtomicInteger chunks) {
        SdkBytes body = SdkBytes.fromUtf8String(each.call().body());
        if (!each.streams()) {
            runtime.invokeModel(r -> r.modelId(each.call().modelId()).body(body));
            return;
        }
        async.invokeModelWithResponseStream(
                r -> r.modelId(each.call().modelId()).body(body),
                InvokeModelWithResponseStreamResponseHandler.builder()
                        .subscriber(InvokeModelWithResponseStreamResponseHandler.Visitor.builder()
                                .onChunk(part -> chunks.incrementAndGet())
                                .build())
                        .build())
                .join();
    }
}
