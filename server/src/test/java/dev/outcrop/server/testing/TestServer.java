package dev.outcrop.server.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;

import dev.outcrop.catalog.FoundationModels;
import dev.outcrop.catalog.ModelResolver;
import dev.outcrop.catalog.ResolvedModel;
import dev.outcrop.guardrails.GuardrailCompiler;
import dev.outcrop.inference.TextModel;
import dev.outcrop.server.EmbeddingModels;
import dev.outcrop.server.OutcropServer;
import dev.outcrop.server.ServerOptions;
import dev.outcrop.server.TextModels;
import dev.outcrop.server.access.Callers;
import dev.outcrop.server.access.Gate;
import dev.outcrop.server.fault.Faults;
import dev.outcrop.server.guardrail.GuardrailNames;
import dev.outcrop.server.guardrail.StoredGuardrails;
import dev.outcrop.server.http.Endpoint;
import dev.outcrop.server.invocationlog.InvocationLog;
import dev.outcrop.server.invocationlog.journal.Disk;
import dev.outcrop.server.invocationlog.journal.JournalOptions;
import dev.outcrop.server.management.Management;
import dev.outcrop.server.model.AccountLimits;
import dev.outcrop.server.model.AccountResources;
import dev.outcrop.storage.folder.FolderStore;
import dev.outcrop.store.Store;
import dev.outcrop.store.scope.AccountRegion;
import dev.outcrop.wire.eventstream.Frame;
import dev.outcrop.wire.eventstream.FrameDecoder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real server on a free port of the loopback interface, around a scripted model. */
public final class TestServer implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final JournalOptions DELIVERED_SOON = JournalOptions.of(Duration.ofMillis(50), 64 << 20);
    private static final Callers OPEN = Callers.open("123456789012");

    private final ScriptedTextModel model = new ScriptedTextModel();
    private final FolderNames artifacts = new FolderNames();
    private final LetterCounts embedder = new LetterCounts();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Faults faults = new Faults();
    private final KnownGuardrails guardrails;
    private final Path folder;
    private final Store store;
    private final AccountResources resources;
    private final FolderStore objects;
    private final InvocationLog log;
    private final OutcropServer server;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public TestServer() {
        this(ServerOptions.local());
    }

    public TestServer(ServerOptions options) {
        this(options, null, OPEN);
    }

    /** Around another model than the scripted one. */
    public TestServer(TextModel other) {
        this(ServerOptions.local(), other, OPEN);
    }

    /** That knows who calls. */
    public TestServer(Callers callers) {
        this(callers, (gate, next) -> next);
    }

    /** With something in front of every operation. */
    public TestServer(Callers callers, BiFunction<Gate, Endpoint, Endpoint> front) {
        this(ServerOptions.local(), null, callers, Management.none(), front, temporaryFolder(), DELIVERED_SOON,
                Disk::file);
    }

    /** With other management than faults on purpose. */
    public TestServer(Management management) {
        this(ServerOptions.local(), null, OPEN, management, (gate, next) -> next, temporaryFolder(), DELIVERED_SOON,
                Disk::file);
    }

    private TestServer(ServerOptions options, @Nullable TextModel other, Callers callers) {
        this(options, other, callers, Management.none(), (gate, next) -> next, temporaryFolder(), DELIVERED_SOON,
                Disk::file);
    }

    /**
     * With everything that it keeps in a folder.
     *
     * @param folder deleted when the server closes
     * @param journal how invocations wait for delivery
     * @param disk takes the journal
     */
    public TestServer(Path folder, JournalOptions journal, Disk disk) {
        this(ServerOptions.local(), null, OPEN, Management.none(), (gate, next) -> next, folder, journal, disk);
    }

    private TestServer(
            ServerOptions options,
            @Nullable TextModel other,
            Callers callers,
            Management management,
            BiFunction<Gate, Endpoint, Endpoint> front,
            Path folder,
            JournalOptions journal,
            Disk disk) {
        FoundationModels models = FoundationModels.load();
        this.folder = folder;
        store = Store.sqlite(folder.resolve("outcrop.db"));
        resources = AccountResources.open(store, new AccountRegion("123456789012", "us-east-1"),
                artifacts, AccountLimits.DEFAULTS);
        guardrails = new KnownGuardrails(new StoredGuardrails(
                store.guardrails(),
                new GuardrailNames(new AccountRegion("123456789012", "us-east-1")),
                new GuardrailCompiler(new NoTokens())));
        objects = new FolderStore(folder.resolve("s3"), Map.of());
        log = new InvocationLog(
                new InvocationLog.Options(folder, journal, Duration.ofMillis(50)),
                new AccountRegion("123456789012", "us-east-1"), store.logging(), objects, meters, disk);
        server = OutcropServer.start(
                options,
                new OutcropServer.Services(
                        "us-east-1",
                        "123456789012",
                        models,
                        new ModelResolver(models, "us-east-1", "123456789012", resources.models(),
                                id -> id.equals("my-model")),
                        new OneModel(other == null ? model : other),
                        resolved -> new EmbeddingModels.ServedModel(embedder, "test/letter-counts"),
                        guardrails,
                        resources,
                        log,
                        callers,
                        meters,
                        management.withFaults(faults)),
                front);
    }

    public ScriptedTextModel model() {
        return model;
    }

    public LetterCounts embedder() {
        return embedder;
    }

    public KnownGuardrails guardrails() {
        return guardrails;
    }

    /** What goes wrong on purpose; can also be set over HTTP. */
    public Faults faults() {
        return faults;
    }

    public SimpleMeterRegistry meters() {
        return meters;
    }

    public OutcropServer server() {
        return server;
    }

    public Store store() {
        return store;
    }

    /** Where the weights of custom models come from. */
    public FolderNames artifacts() {
        return artifacts;
    }

    public AccountResources resources() {
        return resources;
    }

    /** What it keeps lies here; buckets are in {@code s3}. */
    public Path folder() {
        return folder;
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
        return send("GET", target, "");
    }

    /** With these headers (name, value, ...). */
    public HttpResponse<byte[]> get(String target, String... headers) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(uri(target)).headers(headers).build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    /** POSTs JSON. */
    public HttpResponse<byte[]> postJson(String target, String json) throws IOException, InterruptedException {
        return send("POST", target, json);
    }

    /** Sends JSON, or nothing when it is empty, by any method. */
    public HttpResponse<byte[]> send(String method, String target, String json)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(target));
        if (json.isEmpty()) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.method(method, HttpRequest.BodyPublishers.ofString(json)).header("Content-Type",
                    "application/json");
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
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
        closeKeepingFiles();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As a process ends. */
    public void closeKeepingFiles() {
        server.close();
        resources.close();
        log.close();
        store.close();
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("outcrop-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same model for every id, of which the configuration spells out some. */
    private record OneModel(TextModel model) implements TextModels {
        @Override
        public ServedModel of(ResolvedModel resolved) {
            return new ServedModel(model, "test/scripted");
        }

        @Override
        public List<String> configuredIds() {
            return List.of("openai.gpt-oss-20b-1:0", "my-model");
        }
    }
}
