package dev.outcrop.cli.call;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.function.Consumer;

import dev.outcrop.wire.eventstream.Frame;
import dev.outcrop.wire.eventstream.FrameDecoder;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls a running Outcrop. Thread-safe. */
public final class BedrockClient {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final URI endpoint;
    private final Credentials credentials;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /** With the credentials in the process's variables, if there are any. */
    public BedrockClient(URI endpoint) {
        this(endpoint, new Credentials(System.getenv(), InstantSource.system()));
    }

    public BedrockClient(URI endpoint, Credentials credentials) {
        this.endpoint = endpoint;
        this.credentials = credentials;
    }

    /**
     * Asks one prompt and hands over the answer as it comes.
     *
     * @param headers further request headers
     * @return the name of what answered
     * @throws CallException when the server answers with an error, at once or inside the stream
     * @throws IOException when the server cannot be reached
     */
    public String ask(
            String modelId,
            String prompt,
            int maxTokens,
            boolean stream,
            Map<String, String> headers,
            Consumer<String> answer)
            throws IOException, InterruptedException {
        Dialect dialect = Dialect.of(modelId);
        byte[] body = dialect.body(prompt, maxTokens);
        boolean streamed = stream && dialect.streams();
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(target(modelId, streamed)))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        credentials.headers("POST", uri(target(modelId, streamed)), body).forEach(request::header);
        HttpResponse<InputStream> response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream in = response.body()) {
            if (response.statusCode() != 200) {
                throw error(response, in.readAllBytes());
            }
            if (streamed) {
                readStream(in, dialect, answer);
            } else {
                answer.accept(dialect.answer(in.readAllBytes()));
            }
        }
        return response.headers().firstValue("x-outcrop-served-by").orElse("");
    }

    /** The raw path of an invocation. */
    public static String target(String modelId, boolean stream) {
        return "/model/" + label(modelId) + (stream ? "/invoke-with-response-stream" : "/invoke");
    }

    /** A value as one segment of a path. */
    public static String label(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** GETs a path of either API. */
    public JsonNode get(String path) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).GET();
        credentials.headers("GET", uri(path), new byte[0]).forEach(request::header);
        return json(request);
    }

    /** POSTs JSON to a path of either API. */
    public JsonNode post(String path, JsonNode body) throws IOException, InterruptedException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(bytes));
        credentials.headers("POST", uri(path), bytes).forEach(request::header);
        return json(request);
    }

    private JsonNode json(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() / 100 != 2) {
            throw error(response, response.body());
        }
        return JSON.readTree(response.body());
    }

    private URI uri(String path) {
        return URI.create(endpoint + path);
    }

    private static void readStream(InputStream in, Dialect dialect, Consumer<String> answer) throws IOException {
        FrameDecoder decoder = new FrameDecoder();
        byte[] buffer = new byte[8_192];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            decoder.feed(buffer, 0, read, frame -> answer.accept(delta(frame, dialect)));
        }
        if (decoder.isInsideFrame()) {
            throw new IOException("The stream ended in the middle of an event.");
        }
    }

    private static String delta(Frame frame, Dialect dialect) {
        JsonNode payload = JSON.readTree(frame.payload());
        if (!"event".equals(frame.text(":message-type"))) {
            String type = String.valueOf(frame.text(":exception-type"));
            throw new CallException(type, payload.path("message").asString(""), "");
        }
        return dialect.delta(Base64.getDecoder().decode(payload.path("bytes").asString()));
    }

    private static CallException error(HttpResponse<?> response, byte[] body) {
        String type = response.headers().firstValue("x-amzn-errortype").orElse("HTTP " + response.statusCode());
        int colon = type.indexOf(':');
        String message;
        try {
            JsonNode error = JSON.readTree(body);
            message = error.path("message").asString(error.path("Message").asString(""));
        } catch (JacksonException e) {
            message = new String(body, StandardCharsets.UTF_8);
        }
        return new CallException(
                colon < 0 ? type : type.substring(0, colon),
                message,
                response.headers().firstValue("x-amzn-requestid").orElse(""));
    }
}
