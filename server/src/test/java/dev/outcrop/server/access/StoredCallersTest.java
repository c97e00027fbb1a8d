package dev.outcrop.server.access;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import dev.outcrop.access.Authenticator;
import dev.outcrop.access.key.ShortTermKey;
import dev.outcrop.access.secret.KeyFile;
import dev.outcrop.access.secret.Vault;
import dev.outcrop.access.secret.VaultException;
import dev.outcrop.access.signature.SignatureRules;
import dev.outcrop.server.testing.TestServer;
import dev.outcrop.store.Store;
import dev.outcrop.store.access.StoredCredential.Status;
import dev.outcrop.store.access.Target;
import dev.outcrop.wire.model.ApiModel;
import dev.outcrop.wire.model.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A server that knows its callers, and credentials that come and go beside it, as other nodes and the command make them. */
@Timeout(120)
class StoredCallersTest {
    private static final String ACCOUNT = "123456789012";
    private static final Target ALICE = new Target(Target.Kind.USER, "alice");
    private static final Target READER = new Target(Target.Kind.ROLE, "reader");

    @TempDir
    Path folder;

    private Store store;
    private Path keyFile;
    private Administration administration;
    private AccessDirectory directory;
    private TestServer server;
    private SignedCalls calls;

    @BeforeEach
    void start() {
        store = Store.sqlite(folder.resolve("access.db"));
        keyFile = folder.resolve("keys").resolve("secret.key");
        administration = new Administration(store.access(), ACCOUNT, keyFile, InstantSource.system());
        directory = new AccessDirectory(store.access(), ACCOUNT, () -> KeyFile.read(keyFile));
        server = new TestServer(callers(true));
        calls = new SignedCalls(server.port());
    }

    private StoredCallers callers(boolean loopback) {
        return new StoredCallers(
                directory,
                new Authenticator(SignatureRules.bedrock("us-east-1"), InstantSource.system()),
                loopback,
                ACCOUNT);
    }

    @AfterEach
    void stop() {
        server.close();
        directory.close();
        store.close();
    }

    private IssuedKey.Pair aliceKey() {
        administration.putIdentity(ALICE, Map.of());
        administration.attach(ALICE, "AmazonBedrockFullAccess");
        return administration.createAccessKey(ALICE, List.of());
    }

    /** Asks until the answer has this code; how long that may take is what the product promises. */
    private static HttpResponse<byte[]> await(String code, Call call) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        HttpResponse<byte[]> response = call.send();
        while (!TestServer.code(response).equals(code) && System.nanoTime() < end) {
            Thread.onSpinWait();
            response = call.send();
        }
        assertThat(TestServer.code(response)).isEqualTo(code);
        return response;
    }

    @FunctionalInterface
    private interface Call {
        HttpResponse<byte[]> send() throws Exception;
    }

    @Test
    void openUntilThereAreCredentialsAndThenClosedAtOnce() throws Exception {
        assertThat(server.post(SignedCalls.INVOKE, SignedCalls.PROMPT).statusCode()).isEqualTo(200);
        IssuedKey.Pair key = aliceKey();
        HttpResponse<byte[]> refused = await("MissingAuthenticationTokenException",
                () -> server.post(SignedCalls.INVOKE, SignedCalls.PROMPT));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(new String(refused.body(), UTF_8)).isEqualTo("{\"message\":\"Missing Authentication Token\"}");
        assertThat(refused.headers().firstValue("x-amzn-errortype")).contains(
                "MissingAuthenticationTokenException:http://internal.amazon.com/coral/com.amazon.coral.service/");
        assertThat(calls.invoke(key).statusCode()).isEqualTo(200);
        // Revoking the last one does not open the door again; forgetting everything does.
        administration.setStatus(key.id(), Status.REVOKED);
        await("UnrecognizedClientException", () -> calls.invoke(key));
        assertThat(server.post(SignedCalls.INVOKE, SignedCalls.PROMPT).statusCode()).isEqualTo(403);
        administration.reset();
        await("", () -> server.post(SignedCalls.INVOKE, SignedCalls.PROMPT));
    }

    @Test
    void whoCanBeReachedByOthersIsNeverOpen() throws Exception {
        try (TestServer reachable = new TestServer(callers(false))) {
            assertThat(TestServer.code(reachable.post(SignedCalls.INVOKE, SignedCalls.PROMPT)))
                    .isEqualTo("MissingAuthenticationTokenException");
        }
    }

    @Test
    void changesAreFollowedWithinASecond() throws Exception {
        IssuedKey.Pair key = aliceKey();
        await("", () -> calls.invoke(key));
        long worst = 0;
        for (int i = 0; i < 3; i++) {
            administration.setStatus(key.id(), Status.INACTIVE);
            long begin = System.nanoTime();
            await("UnrecognizedClientException", () -> calls.invoke(key));
            worst = Math.max(worst, System.nanoTime() - begin);
            administration.setStatus(key.id(), Status.ACTIVE);
            await("", () -> calls.invoke(key));
        }
        assertThat(Duration.ofNanos(worst)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void everyKindOfCredential() throws Exception {
        IssuedKey.Pair key = aliceKey();
        IssuedKey.Bearer api = administration.createApiKey(ALICE, 30, List.of());
        administration.putIdentity(READER, Map.of("team", "blue"));
        administration.attach(READER, "AmazonBedrockFullAccess");
        IssuedKey.Pair session = administration.createSession(READER, "report", Duration.ofHours(1), List.of());
        IssuedKey.Pair root = administration.createAccessKey(new Target(Target.Kind.ROOT, ""), List.of());
        await("UnrecognizedClientException",
                () -> calls.invoke(new IssuedKey.Pair("AKIAIOSFODNN7EXAMPLE", "wrong", null, null)));
        await("", () -> calls.invoke(root));
        assertThat(calls.invoke(key).statusCode()).isEqualTo(200);
        assertThat(calls.invoke(session).statusCode()).isEqualTo(200);
        assertThat(calls.invoke(api.token()).statusCode()).isEqualTo(200);
        for (IssuedKey.Pair pair : List.of(key, session, root)) {
            String token = ShortTermKey.create(pair.id(), pair.secretAccessKey(), pair.sessionToken(), "us-east-1",
                    Instant.now(), Duration.ofMinutes(5));
            assertThat(calls.invoke(token).statusCode()).isEqualTo(200);
        }
        IssuedKey.Pair without = new IssuedKey.Pair(session.id(), session.secretAccessKey(), null, null);
        assertThat(TestServer.code(calls.invoke(without))).isEqualTo("UnrecognizedClientException");
        HttpResponse<byte[]> wrong = calls.invoke("ABSKabcd");
        assertThat(wrong.statusCode()).isEqualTo(403);
        assertThat(new String(wrong.body(), UTF_8))
                .isEqualTo("{\"Message\":\"Authentication failed: Please make sure your API Key is valid.\"}");
    }

    @Test
    void expiredSessionsSaySo() throws Exception {
        administration.putIdentity(READER, Map.of());
        Administration past = new Administration(
                store.access(), ACCOUNT, keyFile, InstantSource.fixed(Instant.now().minusSeconds(120)));
        IssuedKey.Pair session = past.createSession(READER, "report", Duration.ofSeconds(60), List.of());
        HttpResponse<byte[]> response = await("ExpiredTokenException", () -> calls.invoke(session));
        assertThat(TestServer.message(response)).isEqualTo("The security token included in the request is expired");
    }

    @Test
    void strangersLearnNothingOfPaths() throws Exception {
        IssuedKey.Pair key = aliceKey();
        await("MissingAuthenticationTokenException", () -> server.get("/no/such/path"));
        HttpResponse<byte[]> known = calls.post(key, "/no/such/path", new byte[0]);
        assertThat(known.statusCode()).isEqualTo(404);
        assertThat(TestServer.code(known)).isEqualTo("UnknownOperationException");
    }

    @Test
    void theOpenAiDoorAnswersInItsOwnForm() throws Exception {
        IssuedKey.Bearer api = administrationApiKey();
        String body = "{\"model\":\"openai.gpt-oss-20b-1:0\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
        String path = "/openai/v1/chat/completions";
        HttpResponse<byte[]> missing = await("MissingAuthenticationTokenException", () -> server.post(path, body));
        assertThat(missing.statusCode()).isEqualTo(401);
        assertThat(TestServer.json(missing).at("/error/type").stringValue()).isEqualTo("authentication_error");
        assertThat(TestServer.json(missing).at("/error/message").stringValue())
                .isEqualTo("Missing Authentication Token");
        HttpResponse<byte[]> wrong = server.post(path, body, "Authorization", "Bearer sk-1234");
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(TestServer.json(wrong).at("/error/message").stringValue())
                .isEqualTo("Invalid API Key format: Must start with pre-defined prefix");
        assertThat(server.post(path, body, "Authorization", "Bearer " + api.token()).statusCode()).isEqualTo(200);
    }

    private IssuedKey.Bearer administrationApiKey() {
        administration.putIdentity(ALICE, Map.of());
        administration.attach(ALICE, "AmazonBedrockFullAccess");
        return administration.createApiKey(ALICE, 0, List.of());
    }

    @Test
    void largeBodiesAreCheckedToo() throws Exception {
        IssuedKey.Pair key = aliceKey();
        await("UnrecognizedClientException",
                () -> calls.invoke(new IssuedKey.Pair("AKIAIOSFODNN7EXAMPLE", "wrong", null, null)));
        await("", () -> calls.invoke(key));
        byte[] large = ("{\"prompt\":\"" + "x".repeat(200_000) + "\"}").getBytes(UTF_8);
        assertThat(calls.post(key, SignedCalls.INVOKE, large).statusCode()).isEqualTo(200);
        HttpResponse<byte[]> wrong = calls.post(
                new IssuedKey.Pair(key.id(), "wrong", null, null), SignedCalls.INVOKE, large);
        assertThat(TestServer.code(wrong)).isEqualTo("InvalidSignatureException");
    }

    @Test
    void aCopiedDatabaseAloneYieldsNothing() throws Exception {
        IssuedKey.Pair key = aliceKey();
        IssuedKey.Bearer api = administration.createApiKey(ALICE, 0, List.of());
        administration.putIdentity(READER, Map.of());
        IssuedKey.Pair session = administration.createSession(READER, "report", Duration.ofHours(1), List.of());
        String bearer = api.token();
        String decoded = new String(Base64.getDecoder().decode(bearer.substring(4)), UTF_8);
        String apiSecret = decoded.substring(decoded.indexOf(':') + 1);
        String sealing = Files.readString(keyFile).strip();
        for (String name : List.of("access.db", "access.db-wal")) {
            String content = Files.readString(folder.resolve(name), ISO_8859_1);
            assertThat(content)
                    .doesNotContain(key.secretAccessKey(), session.secretAccessKey(), bearer, apiSecret, sealing)
                    .doesNotContain(String.valueOf(session.sessionToken()));
        }
        assertThat(Files.readString(folder.resolve("access.db-wal"), ISO_8859_1))
                .contains(key.id());
        // Another key opens nothing, and says what is missing.
        Supplier<Vault> other = () -> KeyFile.open(folder.resolve("other.key"));
        assertThatThrownBy(() -> new AccessDirectory(store.access(), ACCOUNT, other))
                .isInstanceOf(VaultException.class)
                .hasMessageContaining("sealed with another key");
        Files.move(keyFile, folder.resolve("elsewhere.key"));
        assertThatThrownBy(() -> new AccessDirectory(store.access(), ACCOUNT, () -> KeyFile.read(keyFile)))
                .isInstanceOf(VaultException.class)
                .hasMessageContaining("There is no key file");
        assertThatThrownBy(() -> administration.createAccessKey(ALICE, List.of())).isInstanceOf(VaultException.class);
    }

    @Test
    void withoutTheKeyARunningServerLetsNobodyIn() throws Exception {
        IssuedKey.Pair key = aliceKey();
        await("", () -> calls.invoke(key));
        Files.move(keyFile, folder.resolve("elsewhere.key"));
        administration.putPolicy("other", ManagedPolicies.document("AmazonBedrockReadOnly").orElseThrow());
        await("ServiceUnavailableException", () -> calls.invoke(key));
        assertThat(server.post(SignedCalls.INVOKE, SignedCalls.PROMPT).statusCode()).isEqualTo(503);
        Files.move(folder.resolve("elsewhere.key"), keyFile);
        await("", () -> calls.invoke(key));
    }

    @Test
    void theOperationThatReadsEventsIsTheOneOfTheModel() {
        for (String model : List.of("bedrock-runtime", "bedrock")) {
            ApiModel.load("/dev/outcrop/wire/model/" + model + ".json").operations().forEach(operation -> {
                Shape.Structure input = operation.input();
                boolean reads = input != null && input.payload() != null
                        && input.member(input.payload()).orElseThrow().shape() instanceof Shape.Structure payload
                        && payload.eventStream();
                assertThat(operation.uri().endsWith(StoredCallers.READS_EVENTS)).as(operation.name()).isEqualTo(reads);
            });
        }
    }
}
