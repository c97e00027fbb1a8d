package dev.outcrop.it;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.outcrop.access.key.ShortTermKey;
import dev.outcrop.it.testing.KeysAtWork;
import dev.outcrop.it.testing.NodeScript;
import dev.outcrop.it.testing.RunningOutcrop;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.token.credentials.StaticTokenProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeBaseClientBuilder;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.auth.scheme.BedrockRuntimeAuthSchemeProvider;
import software.amazon.awssdk.services.bedrockruntime.model.AccessDeniedException;
import software.amazon.awssdk.services.bedrockruntime.model.BedrockRuntimeException;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelRequest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * Unmodified SDKs with good, wrong, expired, skewed, revoked and missing credentials and API keys: each sees its own typed
 * error. The keys are made by {@code outcrop keys} beside a server that is running.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
class AccessClientsTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String NO_TOKEN = "The security token included in the request is invalid.";
    private static final String INVALID_KEY = "Authentication failed: Please make sure your API Key is valid.";
    private static final String DIFFERS = "The request signature we calculated does not match the signature you provided.";

    private final RunningOutcrop outcrop = new RunningOutcrop(Path.of("target", "access-clients").toAbsolutePath());
    private final KeysAtWork keys = new KeysAtWork(outcrop.data());
    private final Map<String, Caller> callers = new LinkedHashMap<>();
    private final List<String> secrets = new ArrayList<>();

    /**
     * A caller, and what it is answered.
     *
     * @param token an API key, or null when it signs
     * @param error {@code none}, or the code of the error
     */
    private record Caller(
            @Nullable String id,
            @Nullable String secret,
            @Nullable String sessionToken,
            @Nullable String token,
            String error,
            String message) {}

    @BeforeAll
    void makeKeys() throws Exception {
        Map<String, String> good = keys.create("--user", "alice", "--policy", "AmazonBedrockFullAccess");
        Map<String, String> session = keys.create(
                "--role", "reader", "--session", "report", "--policy", "AmazonBedrockFullAccess");
        Map<String, String> expired = keys.create("--role", "reader", "--session", "short", "--expires", "1s");
        Map<String, String> revoked = keys.create("--user", "alice");
        Map<String, String> apiKey = keys.create("--user", "alice", "--api-key", "--days", "1");
        Map<String, String> revokedApiKey = keys.create("--user", "alice", "--api-key");
        Stream.of(good, session, expired, revoked, apiKey, revokedApiKey)
                .forEach(each -> each.forEach((name, value) -> {
                    if (name.contains("SECRET") || name.contains("TOKEN")) {
                        secrets.add(value);
                    }
                }));
        keys.run("revoke", String.valueOf(revoked.get("AWS_ACCESS_KEY_ID")));
        String apiKeyId = keys.run("list").lines().filter(line -> line.contains("API key")).toList().getLast()
                .split(" ", -1)[0];
        keys.run("revoke", apiKeyId);
        String id = String.valueOf(good.get("AWS_ACCESS_KEY_ID"));
        String secret = String.valueOf(good.get("AWS_SECRET_ACCESS_KEY"));
        callers.put("good", signing(good, "none", ""));
        callers.put("session", signing(session, "none", ""));
        callers.put("wrong secret", new Caller(id, "wrong", null, null, "InvalidSignatureException", DIFFERS));
        callers.put("unknown key", new Caller(
                "AKIAIOSFODNN7EXAMPLE", secret, null, null, "UnrecognizedClientException", NO_TOKEN));
        callers.put("expired session", signing(
                expired, "ExpiredTokenException", "The security token included in the request is expired"));
        callers.put("revoked", signing(revoked, "UnrecognizedClientException", NO_TOKEN));
        callers.put("another token", new Caller(
                session.get("AWS_ACCESS_KEY_ID"), session.get("AWS_SECRET_ACCESS_KEY"), "other", null,
                "UnrecognizedClientException", NO_TOKEN));
        callers.put("API key", bearer(apiKey.get("AWS_BEARER_TOKEN_BEDROCK"), "none", ""));
        callers.put("short-term key", bearer(
                ShortTermKey.create(id, secret, null, "us-east-1", Instant.now(), Duration.ofMinutes(30)), "none", ""));
        callers.put("expired short-term key", bearer(
                ShortTermKey.create(
                        id, secret, null, "us-east-1", Instant.now().minusSeconds(90), Duration.ofMinutes(1)),
                "AccessDeniedException", "Bearer Token has expired"));
        callers.put("short-term key of another region", bearer(
                ShortTermKey.create(id, secret, null, "eu-west-1", Instant.now(), Duration.ofMinutes(30)),
                "AccessDeniedException", INVALID_KEY));
        callers.put("revoked API key", bearer(
                revokedApiKey.get("AWS_BEARER_TOKEN_BEDROCK"), "AccessDeniedException", INVALID_KEY));
        callers.put("no API key", bearer(
                "sk-1234", "AccessDeniedException", "Invalid API Key format: Must start with pre-defined prefix"));
        awaitExpiredAndFollowed();
    }

    private static Caller signing(Map<String, String> exports, String error, String message) {
        return new Caller(exports.get("AWS_ACCESS_KEY_ID"), exports.get("AWS_SECRET_ACCESS_KEY"),
                exports.get("AWS_SESSION_TOKEN"), null, error, message);
    }

    private Caller caller(String name) {
        return Objects.requireNonNull(callers.get(name), name);
    }

    private static Caller bearer(@Nullable String token, String error, String message) {
        return new Caller(null, null, null, token, error, message);
    }

    /** The server follows within a second; what it answers then does not change any more. */
    private void awaitExpiredAndFollowed() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        for (String name : List.of("expired session", "revoked", "revoked API key")) {
            Caller caller = caller(name);
            while (!errorOf(caller).code().equals(caller.error())) {
                if (System.nanoTime() > end) {
                    fail("not followed: %s", name);
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }

    @AfterAll
    void stop() {
        outcrop.close();
    }

    private record Outcome(String code, String message, String type) {}

    private static <B extends BedrockRuntimeBaseClientBuilder<B, ?>> B as(B builder, Caller caller, URI endpoint) {
        builder.endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .overrideConfiguration(o -> o.retryStrategy(r -> r.maxAttempts(1)));
        if (caller.token() != null) {
            String token = caller.token();
            return builder
                    .credentialsProvider(AnonymousCredentialsProvider.create())
                    .tokenProvider(StaticTokenProvider.create(() -> token))
                    .authSchemeProvider(
                            BedrockRuntimeAuthSchemeProvider.defaultProvider(List.of("httpBearerAuth")));
        }
        return builder.credentialsProvider(StaticCredentialsProvider.create(caller.sessionToken() == null
                ? AwsBasicCredentials.create(caller.id(), caller.secret())
                : AwsSessionCredentials.create(caller.id(), caller.secret(), caller.sessionToken())));
    }

    private static InvokeModelRequest request() {
        return InvokeModelRequest.builder()
                .modelId("amazon.titan-text-express-v1")
                .body(SdkBytes.fromUtf8String("{\"inputText\":\"Hi\",\"textGenerationConfig\":{\"maxTokenCount\":2}}"))
                .build();
    }

    private Outcome errorOf(Caller caller) {
        try (BedrockRuntimeClient client = as(BedrockRuntimeClient.builder(), caller, outcrop.endpoint()).build()) {
            client.invokeModel(request());
            return new Outcome("none", "", "");
        } catch (BedrockRuntimeException e) {
            return outcome(e);
        }
    }

    private static Outcome outcome(BedrockRuntimeException e) {
        return new Outcome(e.awsErrorDetails().errorCode(), String.valueOf(e.awsErrorDetails().errorMessage()),
                e.getClass().getSimpleName());
    }

    @Test
    void theSdkForJavaOnHttp1() {
        callers.forEach((name, caller) -> check(name, caller, errorOf(caller)));
    }

    @Test
    void theSdkForJavaOnHttp2() {
        callers.forEach((name, caller) -> {
            Outcome outcome = new Outcome("none", "", "");
            try (BedrockRuntimeAsyncClient client = as(
                    BedrockRuntimeAsyncClient.builder(), caller, outcrop.endpoint()).build()) {
                client.invokeModel(request()).join();
            } catch (CompletionException e) {
                outcome = e.getCause() instanceof BedrockRuntimeException known
                        ? outcome(known)
                        : new Outcome(String.valueOf(e.getCause()), "", "");
            }
            check(name, caller, outcome);
        });
    }

    private static void check(String name, Caller caller, Outcome outcome) {
        assertThat(outcome.code()).as(name).isEqualTo(caller.error());
        assertThat(outcome.message()).as(name).startsWith(caller.message());
        if (caller.error().equals("AccessDeniedException")) {
            assertThat(outcome.type()).as(name).isEqualTo(AccessDeniedException.class.getSimpleName());
        }
    }

    @Test
    void withoutCredentials() {
        try (BedrockRuntimeClient client = BedrockRuntimeClient.builder()
                .endpointOverride(outcrop.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .build()) {
            client.invokeModel(request());
            fail("let in");
        } catch (BedrockRuntimeException e) {
            assertThat(outcome(e)).isEqualTo(new Outcome(
                    "MissingAuthenticationTokenException", "Missing Authentication Token", "BedrockRuntimeException"));
        }
    }

    @Test
    void theSdkForJavaScript() throws Exception {
        List<Map<String, Object>> all = new ArrayList<>(described());
        Map<String, Object> late = new TreeMap<>(all.getFirst());
        late.put("name", "skewed");
        late.put("clockOffset", -600_000);
        all.add(late);
        Map<String, Object> corrected = new TreeMap<>(late);
        corrected.put("name", "skewed, with retries");
        corrected.put("attempts", 2);
        all.add(corrected);
        Path input = Files.write(Path.of("target", "access-js.json"), JSON.writeValueAsBytes(all));
        List<JsonNode> lines = NodeScript.run(input, "access.mjs", outcrop.endpoint());
        Files.delete(input);
        checkLines(lines.subList(0, callers.size()));
        JsonNode skewed = lines.get(callers.size());
        assertThat(skewed.path("error").stringValue()).isEqualTo("InvalidSignatureException");
        assertThat(skewed.path("message").stringValue()).matches(
                "Signature expired: \\d{8}T\\d{6}Z is now earlier than \\d{8}T\\d{6}Z \\(\\d{8}T\\d{6}Z - 5 min\\.\\)");
        // The SDK learns the time from the answer and calls again.
        assertThat(lines.getLast().path("error").stringValue()).isEqualTo("none");
    }

    @Test
    void boto3() throws Exception {
        Assumptions.assumeTrue(status("python3", "-c", "import boto3") == 0, "boto3 is not installed");
        Path input = Files.write(Path.of("target", "access-python.json"), JSON.writeValueAsBytes(described()));
        Path output = Path.of("target", "access-python.out");
        Process process = new ProcessBuilder(
                "python3", Path.of("src", "test", "python", "access.py").toString(), outcrop.endpoint().toString())
                .redirectInput(input.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        Files.delete(input);
        String text = Files.readString(output);
        assertThat(process.exitValue()).as(text).isZero();
        checkLines(text.lines().map(JSON::readTree).toList());
    }

    private static int status(String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            return -1;
        }
    }

    private List<Map<String, Object>> described() {
        List<Map<String, Object>> described = new ArrayList<>();
        callers.forEach((name, caller) -> {
            Map<String, Object> each = new TreeMap<>(Map.of("name", name));
            if (caller.token() == null) {
                Map<String, String> pair = new TreeMap<>();
                pair.put("accessKeyId", String.valueOf(caller.id()));
                pair.put("secretAccessKey", String.valueOf(caller.secret()));
                if (caller.sessionToken() != null) {
                    pair.put("sessionToken", caller.sessionToken());
                }
                each.put("credentials", pair);
            } else {
                each.put("token", caller.token());
            }
            described.add(each);
        });
        return described;
    }

    private void checkLines(List<JsonNode> lines) {
        assertThat(lines).hasSize(callers.size());
        for (JsonNode line : lines) {
            String name = line.path("name").stringValue();
            Caller caller = caller(name);
            assertThat(line.path("error").stringValue()).as(line.toString()).isEqualTo(caller.error());
            assertThat(line.path("message").asString("")).as(name).startsWith(caller.message());
            assertThat(line.path("status").intValue()).as(name).isEqualTo(caller.error().equals("none") ? 200 : 403);
        }
    }

    /** Nothing that is kept, and nothing that is listed, holds a secret; nor does the process list, as no option takes one. */
    @Test
    void secretsAreNowhere() throws IOException {
        assertThat(secrets).hasSizeGreaterThanOrEqualTo(8);
        String listed = keys.run("list");
        List<Path> files;
        try (Stream<Path> tree = Files.walk(outcrop.data())) {
            files = tree.filter(Files::isRegularFile).toList();
        }
        assertThat(files).anyMatch(file -> file.getFileName().toString().equals("secret.key"));
        String processes = ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .reduce("", (one, other) -> one + "\n" + other);
        for (String secret : secrets) {
            assertThat(listed).doesNotContain(secret);
            assertThat(processes).doesNotContain(secret);
            for (Path file : files) {
                assertThat(Files.readString(file, ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(secret);
            }
        }
    }
}
