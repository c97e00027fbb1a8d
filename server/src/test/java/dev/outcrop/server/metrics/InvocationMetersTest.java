package dev.outcrop.server.metrics;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.outcrop.server.testing.ScriptedTextModel.Script;
import dev.outcrop.server.testing.TestServer;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** Measures of invocations, and how many there can be. */
@Timeout(60)
class InvocationMetersTest {
    private static final String MODEL = "meta.llama3-8b-instruct-v1:0";
    private static final String PROMPT = "{\"prompt\":\"Hi\"}";

    @Test
    void countsTokensAndTimesThemByTheNamesOfTheConventions() throws Exception {
        try (TestServer server = new TestServer()) {
            server.model().script(new Script(5, 0, null, 900_000, List.of()));
            assertThat(server.post("/model/" + MODEL + "/invoke", PROMPT).statusCode()).isEqualTo(200);
            server.post("/model/" + MODEL + "/invoke-with-response-stream", PROMPT);
            server.postJson("/model/" + MODEL + "/converse",
                    "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"Hi\"}]}]}");
            server.postJson("/model/amazon.titan-embed-text-v2%3A0/invoke", "{\"inputText\":\"Hi there\"}");
            SimpleMeterRegistry meters = server.meters();
            awaitDurations(meters, "text_completion", 2);
            awaitDurations(meters, "chat", 1);
            awaitDurations(meters, "embeddings", 1);
            DistributionSummary input = meters.get("gen_ai.client.token.usage")
                    .tag("gen_ai.operation.name", "text_completion")
                    .tag("gen_ai.provider.name", "aws.bedrock")
                    .tag("gen_ai.request.model", MODEL)
                    .tag("gen_ai.token.type", "input")
                    .summary();
            assertThat(input.count()).isEqualTo(2);
            assertThat(input.totalAmount()).isEqualTo(14);
            assertThat(meters.get("gen_ai.client.token.usage")
                    .tag("gen_ai.operation.name", "text_completion")
                    .tag("gen_ai.token.type", "output")
                    .summary()
                    .totalAmount()).isEqualTo(10);
            assertThat(meters.get("gen_ai.server.time_to_first_token")
                    .tag("gen_ai.operation.name", "text_completion")
                    .timer()
                    .count()).isEqualTo(2);
            Timer perToken = meters.get("gen_ai.server.time_per_output_token")
                    .tag("gen_ai.operation.name", "text_completion")
                    .timer();
            assertThat(perToken.count()).isEqualTo(2);
            assertThat(perToken.mean(TimeUnit.MICROSECONDS)).as("a token takes 0.9 ms at least").isGreaterThan(800);
        }
    }

    @Test
    void failuresAreToldApart() throws Exception {
        try (TestServer server = new TestServer()) {
            assertThat(server.post("/model/" + MODEL + "/invoke", "{\"prompt\":7}").statusCode()).isEqualTo(400);
            Timer failed = null;
            while (failed == null) {
                failed = server.meters().find("gen_ai.server.request.duration")
                        .tag("error.type", "ValidationException")
                        .timer();
            }
            assertThat(failed.getId().getTag("gen_ai.request.model")).isEqualTo(MODEL);
        }
    }

    private static void awaitDurations(SimpleMeterRegistry meters, String operation, int count) throws Exception {
        long begun = System.nanoTime();
        while (true) {
            Timer timer = meters.find("gen_ai.server.request.duration")
                    .tag("gen_ai.operation.name", operation)
                    .tag("error.type", "")
                    .timer();
            if (timer != null && timer.count() >= count) {
                return;
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
            Thread.sleep(5);
        }
    }

    /** What callers write makes no series: neither model ids that stand for nothing nor paths nor methods. */
    @Test
    void callersCannotMakeSeries() throws Exception {
        try (TestServer server = new TestServer()) {
            wrongCalls(server, 0);
            int before = server.meters().getMeters().size();
            for (int i = 1; i <= 50; i++) {
                wrongCalls(server, i);
            }
            assertThat(server.meters().getMeters()).hasSize(before);
        }
    }

    private static void wrongCalls(TestServer server, int number) throws Exception {
        server.post("/model/anthropic.none-" + number + "/invoke", PROMPT);
        server.get("/nothing/here/" + number);
        server.post("/openai/v1/chat/completions", "{\"model\":\"none-" + number + "\",\"messages\":[]}");
        server.get("/openai/v1/models/none-" + number);
    }

    @Test
    void modelsBeyondTheFirstManyAreCountedTogether() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        InvocationMeters meters = new InvocationMeters(registry);
        for (int i = 0; i < 10_000; i++) {
            meters.begin("InvokeModel", "model-" + i, System.nanoTime()).tokens(1, 1);
            meters.ended("InvokeModel", "model-" + i, null, 1);
        }
        assertThat(registry.find("gen_ai.server.request.duration").timers())
                .hasSize(InvocationMeters.MOST_MODELS + 1);
        assertThat(registry.get("gen_ai.client.token.usage")
                .tag("gen_ai.request.model", InvocationMeters.OTHER)
                .tag("gen_ai.token.type", "input")
                .summary()
                .count()).isEqualTo(10_000 - InvocationMeters.MOST_MODELS);
    }
}
