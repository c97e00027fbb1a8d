package dev.outcrop.server.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import dev.outcrop.catalog.FoundationModels;
import dev.outcrop.catalog.ModelResolver;
import dev.outcrop.server.OutcropServer;
import dev.outcrop.server.ServerOptions;
import dev.outcrop.server.TextModels;
import dev.outcrop.wire.eventstream.Frame;
import dev.outcrop.wire.eventstream.FrameDecoder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real server on a free port of the loopback interface, around a scripted model. */
public final class TestServer implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final ScriptedTextModel model = new ScriptedTextModel();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final KnownGuardrails guardrails = new KnownGuardrails();
    private final OutcropServer server;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public TestServer() {
        this(ServerOptions.local());
    }

    public TestServer(ServerOptions options) {
        FoundationModels models = FoundationModels.load();
        server = OutcropServer.start(
                options,
                new OutcropServer.Services(
                        "us-east-1",
                        "123456789012",
                        models,
                        new ModelResolver(models, "us-east-1", "123456789012", id -> id.equals("my-model")),
                        resolved -> new TextModels.ServedModel(model, "test/scripted"),
                        guardrails,
                        meters));
    }

    public ScriptedTextModel model() {
        return model;
    }

    public KnownGuardrails guardrails() {
        return guardrails;
    }

    public SimpleMeterRegistry meters() {
        return meters;
    }

    public OutcropServer server() {
        return server;
    }

    public int port() {
        return server.port();
    }

    public URI uri(String target) {
        return URI.create("http://127.0.0.1:" + port() + target);
    }

    /** POSTs a body with these headers (name, value, ...). */
    public HttpResponse<byte[]> post(String target, byte[] body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(target))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    public HttpResponse<byte[]> post(String target, String body, String... headers)
            throws IOException, InterruptedException {
        return post(target, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    public HttpResponse<byte[]> get(String target) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri(target)).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    public static JsonNode json(HttpResponse<byte[]> response) {
        return JSON.readTree(response.body());
    }

    public static String message(HttpResponse<byte[]> response) {
        return json(response).path("message").asString("");
    }

    /** The error's code: what SDKs read. */
    public static String code(HttpResponse<byte[]> response) {
        return response.headers().firstValue("x-amzn-errortype").orElse("").split(":", -1)[0];
    }

    /** Every frame of a stream that must be whole. */
    public static List<Frame> frames(byte[] body) {
        FrameDecoder decoder = new FrameDecoder();
        List<Frame> frames = new ArrayList<>();
        decoder.feed(body, 0, body.length, frames::add);
        if (decoder.isInsideFrame()) {
            throw new AssertionError("The stream ends inside a frame.");
        }
        return frames;
    }

    /** The model's JSON inside a chunk event. */
    public static JsonNode chunk(Frame frame) {
        JsonNode payload = JSON.readTree(frame.payload());
        return JSON.readTree(Base64.getDecoder().decode(payload.path("bytes").stringValue()));
    }

    @Override
    public void close() {
        server.close();
    }
}
