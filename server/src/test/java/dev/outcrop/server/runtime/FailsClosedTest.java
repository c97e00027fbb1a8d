package dev.outcrop.server.runtime;

import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import dev.outcrop.guardrails.assessment.Finding;
import dev.outcrop.guardrails.assessment.Usage;
import dev.outcrop.guardrails.config.Direction;
import dev.outcrop.guardrails.policy.AssessmentException;
import dev.outcrop.guardrails.policy.Policy;
import dev.outcrop.guardrails.text.AssessedText;
import dev.outcrop.server.ServerOptions;
import dev.outcrop.server.testing.ScriptedTextModel.Script;
import dev.outcrop.server.testing.TestGuardrail;
import dev.outcrop.server.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static dev.outcrop.server.testing.TestServer.code;
import static org.assertj.core.api.Assertions.assertThat;

/** What cannot be assessed does not pass: not to the model, not to the caller. */
@Timeout(60)
class FailsClosedTest {
    private static final String ID = "k7m2p9x4q1zt";
    private static final String TARGET = "/model/meta.llama3-8b-instruct-v1:0/invoke";
    private static final String SECRET = "the answer";
    private static final String[] HEADERS = {
            "X-Amzn-Bedrock-GuardrailIdentifier", ID, "X-Amzn-Bedrock-GuardrailVersion", "DRAFT"};

    /** A policy that does this in one direction and finds nothing in the other. */
    private static TestGuardrail guardrail(Direction failing, Consumer<List<AssessedText>> failure) {
        return new TestGuardrail().policy(new Policy() {
            @Override
            public List<Finding> assess(Direction direction, List<AssessedText> content) {
                if (direction == failing) {
                    failure.accept(content);
                }
                return List.of();
            }

            @Override
            public Usage usage(Direction direction, List<AssessedText> content) {
                return Usage.NONE;
            }
        });
    }

    private static HttpResponse<byte[]> invoke(TestServer server) throws Exception {
        server.model().script(Script.saying(SECRET));
        HttpResponse<byte[]> response = server.post(TARGET, "{\"prompt\":\"Hi\"}", HEADERS);
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).doesNotContain(SECRET);
        return response;
    }

    @ParameterizedTest
    @EnumSource
    void aPolicyThatCannotDecideIsAnInternalError(Direction direction) throws Exception {
        for (Throwable failure : List.of(
                new AssessmentException("undecided", null), new IllegalStateException("a defect"),
                new StackOverflowError("a deep text"))) {
            try (TestServer server = new TestServer()) {
                server.guardrails().put(ID, "DRAFT", guardrail(direction, content -> sneak(failure)).build());
                HttpResponse<byte[]> response = invoke(server);
                assertThat(response.statusCode()).isEqualTo(500);
                assertThat(code(response)).isEqualTo("InternalServerException");
                assertThat(server.model().wasAsked()).isEqualTo(direction == Direction.OUTPUT);
                assertThat(server.post(
                        "/guardrail/" + ID + "/version/DRAFT/apply",
                        "{\"source\":\"" + direction + "\",\"content\":[{\"text\":{\"text\":\"Hi\"}}]}",
                        "Content-Type", "application/json").statusCode())
                        .isEqualTo(500);
            }
        }
    }

    /** Its caller can do something about it, and repeating it, as SDKs do with an internal error, cannot. */
    @ParameterizedTest
    @EnumSource
    void whatIsTooMuchToAssessIsTheCallersError(Direction direction) throws Exception {
        try (TestServer server = new TestServer()) {
            server.guardrails().put(ID, "DRAFT", new TestGuardrail()
                    .pattern("Digit", "[0-9]", TestGuardrail.DETECT)
                    .build());
            String digits = "1".repeat(10_001);
            server.model().script(Script.saying(direction == Direction.OUTPUT ? digits : SECRET));
            HttpResponse<byte[]> invoked = server.post(
                    TARGET, "{\"prompt\":\"" + (direction == Direction.INPUT ? digits : "Hi") + "\"}", HEADERS);
            HttpResponse<byte[]> applied = server.post(
                    "/guardrail/" + ID + "/version/DRAFT/apply",
                    "{\"source\":\"" + direction + "\",\"content\":[{\"text\":{\"text\":\"" + digits + "\"}}]}",
                    "Content-Type", "application/json");
            for (HttpResponse<byte[]> response : List.of(invoked, applied)) {
                assertThat(code(response)).isEqualTo("ValidationException");
                assertThat(response.statusCode()).isEqualTo(400);
                assertThat(TestServer.message(response)).isEqualTo(
                        "The guardrail finds more than 10000 things in one content. Send less text at a time.");
            }
            assertThat(server.model().wasAsked()).isEqualTo(direction == Direction.OUTPUT);
        }
    }

    private static void sneak(Throwable failure) {
        switch (failure) {
            case RuntimeException unchecked -> throw unchecked;
            case Error error -> throw error;
            default -> throw new AssertionError(failure);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anAssessmentThatTakesTooLongIsInterruptedAndUnavailable(Direction direction) throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        try (TestServer server = new TestServer(
                ServerOptions.local().withGuardrailDeadline(Duration.ofMillis(200)))) {
            server.guardrails().put(ID, "DRAFT",
                    guardrail(direction, content -> untilInterrupted(interrupted)).build());
            HttpResponse<byte[]> response = invoke(server);
            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(code(response)).isEqualTo("ServiceUnavailableException");
            assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(server.model().wasAsked()).isEqualTo(direction == Direction.OUTPUT);
        }
    }

    private static void untilInterrupted(CountDownLatch interrupted) {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            interrupted.countDown();
            throw new AssessmentException("interrupted", e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatLeavesEndsTheAssessment(Direction direction) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        try (TestServer server = new TestServer()) {
            server.guardrails().put(ID, "DRAFT", guardrail(direction, content -> {
                begun.countDown();
                untilInterrupted(interrupted);
            }).build());
            server.model().script(Script.saying(SECRET));
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                client.getOutputStream().write(("POST " + TARGET + " HTTP/1.1\r\nHost: localhost\r\n"
                        + HEADERS[0] + ": " + HEADERS[1] + "\r\n" + HEADERS[2] + ": " + HEADERS[3] + "\r\n"
                        + "Content-Length: 15\r\n\r\n{\"prompt\":\"Hi\"}").getBytes(StandardCharsets.US_ASCII));
                assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(server.model().wasAsked()).isEqualTo(direction == Direction.OUTPUT);
        }
    }

    @Test
    void anEventLoopDoesNotWaitForAnAssessment() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (TestServer server = new TestServer()) {
            server.guardrails().put(ID, "DRAFT", guardrail(Direction.INPUT, content -> {
                try {
                    release.await();
                } catch (InterruptedException e) {
                    throw new AssessmentException("interrupted", e);
                }
            }).build());
            server.model().script(Script.saying("done"));
            List<Thread> waiting = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                waiting.add(Thread.ofVirtual().start(() -> {
                    try {
                        server.post(TARGET, "{\"prompt\":\"Hi\"}", HEADERS);
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                }));
            }
            assertThat(server.post(TARGET, "{\"prompt\":\"Hi\"}").statusCode()).isEqualTo(200);
            release.countDown();
            for (Thread thread : waiting) {
                thread.join();
            }
        }
    }
}
