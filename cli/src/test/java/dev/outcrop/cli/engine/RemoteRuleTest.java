package dev.outcrop.cli.engine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.outcrop.cli.call.BedrockClient;
import dev.outcrop.cli.call.CallException;
import dev.outcrop.cli.config.ConfigKey;
import dev.outcrop.cli.config.ConfigLoader;
import dev.outcrop.cli.config.ConfigWatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A rule with servers, from the configuration to the client. */
class RemoteRuleTest {
    private static final String CLAUDE = "anthropic.claude-3-haiku-20240307-v1:0";

    @TempDir
    Path folder;

    private HttpServer upstream;

    @BeforeEach
    void startUpstream() throws IOException {
        upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        upstream.createContext("/v1/models", exchange -> answer(exchange, 200, "application/json", "{}"));
        upstream.start();
    }

    @AfterEach
    void stopUpstream() {
        upstream.stop(0);
    }

    @Test
    void answersStreamThrough() throws Exception {
        upstream.createContext("/v1/chat/completions", exchange -> answer(exchange, 200, "text/event-stream", """
                data: {"choices":[{"index":0,"delta":{"content":"Par"}}]}

                data: {"choices":[{"index":0,"delta":{"content":"is"},"finish_reason":"stop"}]}

                data: {"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":2}}

                data: [DONE]

                """));
        try (Outcrop outcrop = outcrop()) {
            List<String> pieces = new ArrayList<>();
            String servedBy = new BedrockClient(outcrop.endpoint())
                    .ask(CLAUDE, "What is the capital of France?", 10, true, Map.of(), pieces::add);
            assertThat(String.join("", pieces)).isEqualTo("Paris");
            assertThat(servedBy).isEqualTo("openai/some-model");
        }
    }

    /** An id of the configuration's own has no other model to fall back to. */
    @Test
    void anOwnIdIsServedByItsRuleOrNotAtAll() throws Exception {
        Path file = Files.writeString(folder.resolve("own.yaml"),
                """
                        models:
                          - {match: my-embedder, engine: openai, endpoints: ["http://127.0.0.1:%d/v1"], model: m, serves: embeddings}
                        """
                        .formatted(upstream.getAddress().getPort()));
        try (Outcrop outcrop = Outcrop.start(new ConfigLoader(Map.of(), folder).load(
                file, Map.of(ConfigKey.SERVER_PORT, "0", ConfigKey.SERVER_DRAIN_TIMEOUT, "1")))) {
            HttpResponse<String> answer;
            try (HttpClient http = HttpClient.newHttpClient()) {
                answer = http.send(
                        HttpRequest.newBuilder(outcrop.endpoint().resolve("/model/my-embedder/converse"))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(
                                        "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"Hi\"}]}]}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
            }
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("The model my-embedder is not configured to generate text.");
        }
    }

    @Test
    void errorsAreTheServices() throws Exception {
        upstream.createContext("/v1/chat/completions", exchange -> answer(
                exchange, 500, "application/json", "{\"error\":{\"message\":\"CUDA out of memory\"}}"));
        try (Outcrop outcrop = outcrop()) {
            BedrockClient client = new BedrockClient(outcrop.endpoint());
            assertThatThrownBy(() -> client.ask(CLAUDE, "Hi", 10, true, Map.of(), text -> {}))
                    .isInstanceOfSatisfying(CallException.class, failure -> {
                        assertThat(failure.code()).isEqualTo("ModelErrorException");
                        assertThat(failure).hasMessage("CUDA out of memory");
                    });
            upstream.stop(0);
            assertThatThrownBy(() -> client.ask(CLAUDE, "Hi", 10, false, Map.of(), text -> {}))
                    .isInstanceOfSatisfying(CallException.class, failure -> assertThat(failure.code())
                            .isEqualTo("ServiceUnavailableException"));
        }
    }

    /** The OpenAI-compatible API of one Outcrop, over its real text engine, is the upstream of another. */
    @Test
    void outcropStandsBehindOutcrop() throws Exception {
        ConfigLoader loader = new ConfigLoader(Map.of(), folder);
        try (Outcrop behind = Outcrop.start(loader.load(
                null, Map.of(ConfigKey.SERVER_PORT, "0", ConfigKey.SERVER_DRAIN_TIMEOUT, "1")))) {
            Path file = Files.writeString(folder.resolve("front.yaml"), """
                    models:
                      - {match: "anthropic.*", engine: openai, endpoints: ["%1$s/openai/v1"], model: %2$s}
                      - match: "amazon.titan-embed-*"
                        engine: openai
                        endpoints: ["%1$s/openai/v1"]
                        model: amazon.titan-embed-text-v2:0
                        serves: embeddings
                    """.formatted(behind.endpoint(), "openai.gpt-oss-20b-1:0"));
            try (Outcrop front = Outcrop.start(loader.load(
                    file, Map.of(ConfigKey.SERVER_PORT, "0", ConfigKey.SERVER_DRAIN_TIMEOUT, "1",
                            ConfigKey.DATA, folder.resolve("front").toString())))) {
                BedrockClient client = new BedrockClient(front.endpoint());
                StringBuilder streamed = new StringBuilder();
                String question = "What is the capital of France?";
                assertThat(client.ask(CLAUDE, question, 16, true, Map.of(), streamed::append))
                        .isEqualTo("openai/openai.gpt-oss-20b-1:0");
                assertThat(streamed.toString()).isNotBlank();
                JsonNode embedded = client.post(
                        BedrockClient.target("amazon.titan-embed-text-v2:0", false),
                        JsonMapper.shared().createObjectNode().put("inputText", "a text"));
                assertThat(embedded.path("embedding").size()).isEqualTo(1_024);
                assertThat(embedded.path("inputTextTokenCount").intValue()).isPositive();
            }
        }
    }

    @Test
    void endpointsChangeWithTheFile() throws Exception {
        HttpServer second = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        try (Outcrop outcrop = outcrop()) {
            upstream.createContext("/v1/chat/completions",
                    exchange -> answer(exchange, 200, "text/event-stream", said("one")));
            second.createContext("/v1/chat/completions",
                    exchange -> answer(exchange, 200, "text/event-stream", said("two")));
            second.start();
            BedrockClient client = new BedrockClient(outcrop.endpoint());
            List<String> pieces = new ArrayList<>();
            client.ask(CLAUDE, "Hi", 10, true, Map.of(), pieces::add);
            CountDownLatch changed = new CountDownLatch(1);
            Path file = folder.resolve("outcrop.yaml");
            try (ConfigWatch _ = new ConfigWatch(file, Duration.ofMillis(20),
                    () -> new ConfigLoader(Map.of(), folder).load(file, Map.of()),
                    config -> {
                        outcrop.models().reload(config.models());
                        changed.countDown();
                    })) {
                Files.writeString(file, "models: [nonsense]");
                Thread.sleep(100);
                write(second.getAddress().getPort());
                assertThat(changed.await(20, TimeUnit.SECONDS)).isTrue();
            }
            client.ask(CLAUDE, "Hi", 10, true, Map.of(), pieces::add);
            assertThat(String.join(" ", pieces).replaceAll(" +", " ").strip()).isEqualTo("one two");
        } finally {
            second.stop(0);
        }
    }

    private static String said(String word) {
        return "data: {\"choices\":[{\"delta\":{\"content\":\"" + word + "\"},\"finish_reason\":\"stop\"}]}\n\n"
                + "data: [DONE]\n\n";
    }

    private Path write(int port) throws IOException {
        return Files.writeString(folder.resolve("outcrop.yaml"), """
                models:
                  - match: "anthropic.*"
                    engine: openai
                    endpoints: ["http://127.0.0.1:%d/v1"]
                    model: some-model
                """.formatted(port));
    }

    private Outcrop outcrop() throws IOException {
        Path file = write(upstream.getAddress().getPort());
        return Outcrop.start(new ConfigLoader(Map.of(), folder).load(
                file, Map.of(ConfigKey.SERVER_PORT, "0", ConfigKey.SERVER_DRAIN_TIMEOUT, "1")));
    }

    private static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
