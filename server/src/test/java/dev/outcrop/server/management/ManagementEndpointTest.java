package dev.outcrop.server.management;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import dev.outcrop.server.ServerOptions;
import dev.outcrop.server.fault.Faults;
import dev.outcrop.server.pipeline.AccessLog;
import dev.outcrop.server.testing.TestServer;
import dev.outcrop.wire.error.UnknownOperationException;
import dev.outcrop.wire.model.ApiModel;
import dev.outcrop.wire.route.Router;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Health, readiness and measures over HTTP. */
@Timeout(60)
class ManagementEndpointTest {
    private static final String INVOKE = "/model/meta.llama3-8b-instruct-v1%3A0/invoke";
    private static final String PROMPT = "{\"prompt\":\"Hi\"}";

    private static Management management(
            Readiness readiness, Duration preDrain, Management.@Nullable Listener listener) {
        return new Management(new Faults(), false, Duration.ZERO, type -> type.getBytes(StandardCharsets.UTF_8),
                readiness, preDrain, listener, AccessLog.NONE);
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static HttpResponse<byte[]> get(int port, String path, String accept) throws Exception {
        try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).header("Accept", accept)
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        }
    }

    @Test
    void livesAndIsReady() throws Exception {
        Readiness readiness = new Readiness().with("store", () -> null);
        try (TestServer server = new TestServer(management(readiness, Duration.ZERO, null))) {
            assertThat(text(server.get("/healthz"))).isEqualTo("{\"status\":\"ok\"}");
            HttpResponse<byte[]> ready = server.get("/readyz");
            assertThat(ready.statusCode()).isEqualTo(200);
            assertThat(text(ready)).isEqualTo("{\"status\":\"ready\",\"checks\":{\"store\":\"ok\"}}");
            assertThat(server.send("HEAD", "/readyz", "").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void saysWhatIsNotReadyAndLivesOn() throws Exception {
        Readiness readiness = new Readiness()
                .with("store", () -> {
                    throw new IllegalStateException("connection to db.example.com refused");
                })
                .with("models", () -> "llama.gguf is being loaded");
        try (TestServer server = new TestServer(management(readiness, Duration.ZERO, null))) {
            HttpResponse<byte[]> ready = server.get("/readyz");
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(text(ready)).isEqualTo("{\"status\":\"not ready\",\"checks\":"
                    + "{\"models\":\"llama.gguf is being loaded\",\"store\":\"failed; the log says why\"}}");
            assertThat(server.get("/healthz").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aCheckThatHangsIsAProblem() {
        Readiness readiness = new Readiness().with("store", () -> {
            try {
                Thread.sleep(Duration.ofMinutes(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return null;
        });
        assertThat(readiness.find().problems().get("store")).startsWith("no answer within");
        assertThat(readiness.find().isReady()).isFalse();
    }

    @Test
    void becomesReadyAgain() throws Exception {
        AtomicReference<@Nullable String> problem = new AtomicReference<>("down");
        Readiness readiness = new Readiness().with("store", problem::get);
        assertThat(readiness.find().isReady()).isFalse();
        problem.set(null);
        long begun = System.nanoTime();
        while (!readiness.find().isReady()) {
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).as("a finding holds for a second")
                    .isLessThan(Duration.ofSeconds(20));
            Thread.sleep(20);
        }
    }

    /** Load balancers leave while calls are still served. */
    @Test
    void beforeItDrainsItIsNotReadyAndStillServes() throws Exception {
        Readiness readiness = new Readiness();
        try (TestServer server = new TestServer(management(readiness, Duration.ofMinutes(5), null))) {
            assertThat(server.get("/readyz").statusCode()).isEqualTo(200);
            Thread draining = Thread.ofVirtual().start(() -> server.server().drain(Duration.ofSeconds(5)));
            while (server.get("/readyz").statusCode() != 503) {
                Thread.sleep(5);
            }
            assertThat(text(server.get("/readyz"))).contains("\"draining\"");
            assertThat(server.post(INVOKE, PROMPT).statusCode()).isEqualTo(200);
            draining.interrupt();
            draining.join();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "application/openmetrics-text; version=1.0.0; charset=utf-8",
            "text/plain; version=0.0.4; charset=utf-8"})
    void writesTheFormatThatIsAskedFor(String type) throws Exception {
        try (TestServer server = new TestServer(management(new Readiness(), Duration.ZERO, null))) {
            HttpResponse<byte[]> page = get(server.port(), "/metrics", type.substring(0, type.indexOf(';')));
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().firstValue("content-type")).contains(type);
            assertThat(text(page)).isEqualTo(type);
        }
    }

    @Test
    void anAddressOfItsOwnTakesTheMeasuresAway() throws Exception {
        Management.Listener listener = new Management.Listener("127.0.0.1", 0);
        try (TestServer server = new TestServer(management(new Readiness(), Duration.ZERO, listener))) {
            int port = server.server().managementPort();
            for (String path : List.of("/healthz", "/readyz", "/metrics")) {
                assertThat(get(port, path, "*/*").statusCode()).as(path).isEqualTo(200);
            }
            assertThat(TestServer.code(get(port, "/foundation-models", "*/*"))).isEqualTo("UnknownOperationException");
            assertThat(TestServer.code(server.get("/metrics"))).isEqualTo("UnknownOperationException");
            assertThat(server.get("/readyz").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void standsBesideTheBasePath() throws Exception {
        try (TestServer server = new TestServer(ServerOptions.local().withBasePath("/bedrock"))) {
            assertThat(server.get("/healthz").statusCode()).isEqualTo(200);
            assertThat(TestServer.code(server.get("/bedrock/healthz"))).isEqualTo("UnknownOperationException");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/healthz", "/readyz", "/metrics", "/outcrop/faults"})
    void noOperationHasThesePaths(String path) {
        Router router = new Router(
                List.of(
                        ApiModel.load("/dev/outcrop/wire/model/bedrock-runtime.json"),
                        ApiModel.load("/dev/outcrop/wire/model/bedrock.json",
                                "/dev/outcrop/wire/model/bedrock-amendments.json")),
                "");
        for (String method : List.of("GET", "PUT", "DELETE", "HEAD")) {
            assertThatThrownBy(() -> router.route(method, path)).isInstanceOf(UnknownOperationException.class);
        }
    }
}
