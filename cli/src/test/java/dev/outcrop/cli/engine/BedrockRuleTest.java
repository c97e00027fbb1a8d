package dev.outcrop.cli.engine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import dev.outcrop.cli.call.BedrockClient;
import dev.outcrop.cli.call.CallException;
import dev.outcrop.cli.config.ConfigKey;
import dev.outcrop.cli.config.ConfigLoader;
import dev.outcrop.cli.config.OutcropConfig;
import dev.outcrop.wire.sigv4.CanonicalRequest;
import dev.outcrop.wire.sigv4.CredentialScope;
import dev.outcrop.wire.sigv4.Signatures;
import dev.outcrop.wire.sigv4.SigningKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Rules that the real service answers; Outcrop itself, or a server that keeps what it gets, stands for the service. */
class BedrockRuleTest {
    private static final String TITAN = "amazon.titan-text-express-v1";
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    @TempDir
    Path folder;

    @BeforeEach
    void setCredentials() {
        System.setProperty("aws.accessKeyId", "AKIAIOSFODNN7EXAMPLE");
        System.setProperty("aws.secretAccessKey", SECRET);
    }

    @AfterEach
    void clearCredentials() {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    @Test
    void callsPassUntouched() throws Exception {
        try (Outcrop service = Outcrop.start(config(null, "service"));
                Outcrop front = Outcrop.start(config(rules(service.endpoint()), "front"))) {
            BedrockClient client = new BedrockClient(front.endpoint());
            StringBuilder streamed = new StringBuilder();
            assertThat(client.ask(TITAN, "What is the capital of France?", 16, true, Map.of(), streamed::append))
                    .as("what answered, as the service says").startsWith("embedded/");
            StringBuilder whole = new StringBuilder();
            client.ask(TITAN, "What is the capital of France?", 16, false, Map.of(), whole::append);
            assertThat(streamed.toString()).isEqualTo(whole.toString()).isNotBlank();
            String wrong = "{\"inputText\":1}";
            HttpResponse<String> direct = post(service.endpoint(), wrong);
            HttpResponse<String> passed = post(front.endpoint(), wrong);
            assertThat(passed.statusCode()).isEqualTo(direct.statusCode()).isEqualTo(400);
            assertThat(passed.body()).isEqualTo(direct.body());
            assertThat(passed.headers().firstValue("x-amzn-errortype"))
                    .isEqualTo(direct.headers().firstValue("x-amzn-errortype")).isPresent();
        }
    }

    @Test
    void requestsAreSignedAnew() throws Exception {
        AtomicReference<Headers> received = new AtomicReference<>();
        AtomicReference<String> path = new AtomicReference<>();
        HttpServer service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                received.set(exchange.getRequestHeaders());
                path.set(exchange.getRequestURI().getRawPath());
                exchange.sendResponseHeaders(200, 2);
                exchange.getResponseBody().write(new byte[]{'{', '}'});
            }
        });
        service.start();
        URI endpoint = URI.create("http://127.0.0.1:" + service.getAddress().getPort());
        try (Outcrop front = Outcrop.start(config(rules(endpoint), "front"))) {
            String body = "{\"inputText\":\"Hi\"}";
            assertThat(post(front.endpoint(), body).body()).isEqualTo("{}");
            Headers headers = Objects.requireNonNull(received.get());
            String target = Objects.requireNonNull(path.get());
            assertThat(target).isEqualTo("/model/" + TITAN + "/invoke");
            assertThat(headers.getFirst("X-Amzn-Bedrock-GuardrailIdentifier")).isEqualTo("gr123");
            String authorization = Objects.requireNonNull(headers.getFirst("Authorization"));
            String date = Objects.requireNonNull(headers.getFirst("X-Amz-Date"));
            assertThat(authorization).startsWith("AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/"
                    + date.substring(0, 8) + "/eu-west-1/bedrock/aws4_request, SignedHeaders=content-type;host;x-amz");
            List<String> signed = List.of(authorization.replaceAll(".*SignedHeaders=([^,]*),.*", "$1").split(";"));
            List<Map.Entry<String, String>> sent = headers.entrySet().stream()
                    .map(header -> Map.entry(header.getKey(), header.getValue().getFirst())).toList();
            CredentialScope scope = new CredentialScope(date.substring(0, 8), "eu-west-1", "bedrock");
            assertThat(authorization).endsWith("Signature=" + SigningKey.derive(SECRET, scope)
                    .sign(Signatures.stringToSign(date, scope,
                            CanonicalRequest.of("POST", target, null, sent, signed,
                                    Signatures.sha256(body.getBytes(StandardCharsets.UTF_8))))));
        } finally {
            service.stop(0);
        }
    }

    /** What is made here, the service has never heard of. */
    @Test
    void aProfileMadeHereIsHandedOnAsWhatItWasCopiedFrom() throws Exception {
        AtomicReference<String> path = new AtomicReference<>();
        HttpServer service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                path.set(exchange.getRequestURI().getRawPath());
                exchange.sendResponseHeaders(200, 2);
                exchange.getResponseBody().write(new byte[]{'{', '}'});
            }
        });
        service.start();
        URI endpoint = URI.create("http://127.0.0.1:" + service.getAddress().getPort());
        try (Outcrop front = Outcrop.start(config(rules(endpoint), "front"));
                HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> made = http.send(
                    HttpRequest.newBuilder(front.endpoint().resolve("/inference-profiles"))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString("{\"inferenceProfileName\":\"p\",\"modelSource\":"
                                    + "{\"copyFrom\":\"arn:aws:bedrock:us-east-1::foundation-model/" + TITAN + "\"}}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            String arn = made.body().replaceAll(".*\"(arn:[^\"]*)\".*", "$1");
            assertThat(arn).as(made.body()).contains(":application-inference-profile/");
            assertThat(http.send(
                    HttpRequest.newBuilder(URI.create(front.endpoint() + BedrockClient.target(arn, false)))
                            .POST(HttpRequest.BodyPublishers.ofString("{\"inputText\":\"Hi\"}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString()).body()).isEqualTo("{}");
            assertThat(path.get()).isEqualTo("/model/" + TITAN + "/invoke");
        } finally {
            service.stop(0);
        }
    }

    @Test
    void aGuardrailOfTheServersOwnIsRefusedAndNothingLeaves() throws Exception {
        try (Outcrop front = Outcrop.start(config(rules(URI.create("http://127.0.0.1:9")), "front"))) {
            HttpResponse<String> created = HttpClient.newHttpClient().send(
                    HttpRequest.newBuilder(URI.create(front.endpoint() + "/guardrails"))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString("""
                                    {"name":"own","blockedInputMessaging":"No.","blockedOutputsMessaging":"No.",
                                     "wordPolicyConfig":{"wordsConfig":[{"text":"mortgage"}]}}"""))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            String id = created.body().replaceAll(".*\"guardrailId\":\"([a-z0-9]+)\".*", "$1");
            HttpResponse<String> refused = HttpClient.newHttpClient().send(
                    HttpRequest.newBuilder(URI.create(front.endpoint() + BedrockClient.target(TITAN, false)))
                            .header("Content-Type", "application/json")
                            .header("X-Amzn-Bedrock-GuardrailIdentifier", id)
                            .header("X-Amzn-Bedrock-GuardrailVersion", "DRAFT")
                            .POST(HttpRequest.BodyPublishers.ofString("{\"inputText\":\"Hi\"}")).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.body()).contains("The guardrail " + id + " is one of this server's");
        }
    }

    @Test
    void aServiceThatCannotBeReachedIsUnavailable() throws Exception {
        int gone;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            gone = socket.getLocalPort();
        }
        try (Outcrop front = Outcrop.start(config(rules(URI.create("http://127.0.0.1:" + gone)), "front"))) {
            BedrockClient client = new BedrockClient(front.endpoint());
            assertThatThrownBy(() -> client.ask(TITAN, "Hi", 10, true, Map.of(), text -> {}))
                    .isInstanceOfSatisfying(CallException.class,
                            failure -> assertThat(failure.code()).isEqualTo("ServiceUnavailableException"));
            assertThat(client.ask("amazon.nova-lite-v1:0", "Hi", 2, false, Map.of(), text -> {}))
                    .as("what no such rule answers").startsWith("embedded/");
        }
    }

    private static HttpResponse<String> post(URI endpoint, String body) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(
                HttpRequest.newBuilder(URI.create(endpoint + BedrockClient.target(TITAN, false)))
                        .header("Content-Type", "application/json")
                        .header("X-Amzn-Bedrock-GuardrailIdentifier", "gr123")
                        .header("Authorization", "AWS4-HMAC-SHA256 Credential=AKIAOTHER")
                        .header("X-Amz-Date", "20200101T000000Z")
                        .POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private Path rules(URI endpoint) throws IOException {
        return Files.writeString(folder.resolve("outcrop.yaml"), """
                models:
                  - {match: "amazon.titan-text-*", engine: bedrock, region: eu-west-1, endpoint: "%s"}
                """.formatted(endpoint));
    }

    private OutcropConfig config(@Nullable Path file, String data) {
        return new ConfigLoader(Map.of(), folder).load(
                file,
                Map.of(ConfigKey.SERVER_PORT, "0", ConfigKey.SERVER_DRAIN_TIMEOUT, "1", ConfigKey.DATA,
                        folder.resolve(data).toString()));
    }
}
