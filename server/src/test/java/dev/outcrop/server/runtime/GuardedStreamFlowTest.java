package dev.outcrop.server.runtime;

import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.outcrop.guardrails.assessment.Finding;
import dev.outcrop.guardrails.assessment.Usage;
import dev.outcrop.guardrails.config.Direction;
import dev.outcrop.guardrails.policy.AssessmentException;
import dev.outcrop.guardrails.policy.Policy;
import dev.outcrop.guardrails.text.AssessedText;
import dev.outcrop.server.testing.ScriptedTextModel.Run;
import dev.outcrop.server.testing.ScriptedTextModel.Script;
import dev.outcrop.server.testing.TestServer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.outcrop.server.runtime.StreamGuardrails.ID;
import static org.assertj.core.api.Assertions.assertThat;

/** A model goes on while its answer is assessed, but not for ever, and stops when nobody waits. */
class GuardedStreamFlowTest {

    /** Tokens far above what may wait for an assessment, 8,000 characters, and below where the answer ends. */
    private static final int FAR_TOO_MANY = 6_000;
    /** Generous, since machines are shared; the measured time is printed. */
    private static final long BOUND_MILLIS = 1_000;

    /** Assesses an answer once it is told to. */
    private static final class Gate implements Policy {
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch open = new CountDownLatch(1);
        private final CountDownLatch stopped = new CountDownLatch(1);

        @Override
        public List<Finding> assess(Direction direction, List<AssessedText> content) {
            if (direction == Direction.OUTPUT) {
                reached.countDown();
                try {
                    open.await();
                } catch (InterruptedException e) {
                    stopped.countDown();
                    throw new AssessmentException("stopped", e);
                }
            }
            return List.of();
        }

        @Override
        public Usage usage(Direction direction, List<AssessedText> content) {
            return Usage.NONE;
        }
    }

    private static void send(Socket socket, String extension) throws Exception {
        String body = "{\"inputText\":\"Hi\",\"textGenerationConfig\":{\"maxTokenCount\":8192}" + extension + "}";
        OutputStream out = socket.getOutputStream();
        out.write(("POST /model/amazon.titan-tg1-large/invoke-with-response-stream HTTP/1.1\r\nHost: localhost\r\n"
                + "X-Amzn-Bedrock-GuardrailIdentifier: " + ID + "\r\nX-Amzn-Bedrock-GuardrailVersion: 1\r\n"
                + "Content-Length: " + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SYNCHRONOUS", "ASYNCHRONOUS"})
    void aSlowAssessmentHoldsTheModelAndLetsItGoOn(String mode) throws Exception {
        Gate gate = new Gate();
        try (TestServer server = new TestServer();
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            server.guardrails().put(ID, "1", StreamGuardrails.with(gate));
            server.model().script(Script.endless(20_000));
            send(socket, ",\"amazon-bedrock-guardrailConfig\":{\"streamProcessingMode\":\"" + mode + "\"}");
            Run run = server.model().awaitRun();
            while (!run.isPaused()) {
                Thread.onSpinWait();
                assertThat(run.produced()).isLessThan(FAR_TOO_MANY);
            }
            int before = run.produced();
            gate.open.countDown();
            while (run.produced() <= before) {
                assertThat(socket.getInputStream().readNBytes(1_000)).hasSize(1_000);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SYNCHRONOUS", "ASYNCHRONOUS"})
    void aClientThatLeavesWhileItsAnswerIsAssessedStopsBoth(String mode) throws Exception {
        Gate gate = new Gate();
        try (TestServer server = new TestServer()) {
            server.guardrails().put(ID, "1", StreamGuardrails.with(gate));
            server.model().script(Script.endless(100_000));
            Run run;
            long left;
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                send(socket, ",\"amazon-bedrock-guardrailConfig\":{\"streamProcessingMode\":\"" + mode + "\"}");
                run = server.model().awaitRun();
                assertThat(gate.reached.await(20, TimeUnit.SECONDS)).isTrue();
                left = System.nanoTime();
            }
            long cancelled = run.awaitCancelled();
            assertThat(gate.stopped.await(10, TimeUnit.SECONDS)).isTrue();
            System.out.printf("client left during an assessment (%s): generation cancelled after %.2f ms%n",
                    mode, (cancelled - left) / 1e6);
            assertThat((cancelled - left) / 1_000_000).isLessThan(BOUND_MILLIS);
            assertThat(server.meters().get("outcrop.invocations.cancelled").counter().count()).isEqualTo(1);
        }
    }
}
