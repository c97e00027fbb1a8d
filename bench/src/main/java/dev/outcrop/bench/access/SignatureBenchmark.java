package dev.outcrop.bench.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.outcrop.access.Authenticator;
import dev.outcrop.access.identity.AccessKey;
import dev.outcrop.access.identity.ApiKey;
import dev.outcrop.access.identity.Credential;
import dev.outcrop.access.identity.Keyring;
import dev.outcrop.access.identity.Principal;
import dev.outcrop.access.key.LongTermKey;
import dev.outcrop.access.key.ShortTermKey;
import dev.outcrop.access.policy.PolicySet;
import dev.outcrop.access.secret.Vault;
import dev.outcrop.access.signature.SignatureRules;
import dev.outcrop.access.signature.SignedRequest;
import dev.outcrop.wire.bind.HeaderSource;
import dev.outcrop.wire.sigv4.CanonicalRequest;
import dev.outcrop.wire.sigv4.CredentialScope;
import dev.outcrop.wire.sigv4.Signatures;
import dev.outcrop.wire.sigv4.SigningKey;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Finding out who sent a request with a body of 1 KiB: everything from the headers to the principal, with a key that has been
 * used before (the goal is 25 µs), and the part of it that hashing the body takes.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
public class SignatureBenchmark {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final String ID = "AKIAIOSFODNN7EXAMPLE";
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static final String PATH = "/model/meta.llama3-8b-instruct-v1%3A0/invoke";

    private final byte[] body = ("{\"prompt\":\"" + "x".repeat(1_011) + "\"}").getBytes(UTF_8);
    private final Authenticator authenticator = new Authenticator(
            SignatureRules.bedrock("us-east-1"), InstantSource.fixed(NOW));
    private final Vault vault = new Vault(new byte[Vault.KEY_BYTES]);
    private final LongTermKey longTerm = new LongTermKey("BedrockAPIKey-abcdefgh-at-123456789012", SECRET);
    private final Keyring keyring = new OneOfEach(vault, longTerm);
    private final SignedRequest signed = signed();
    private final SignedRequest shortTermKey = bearer(
            ShortTermKey.create(ID, SECRET, null, "us-east-1", NOW, Duration.ofHours(12)));
    private final SignedRequest longTermKey = bearer(longTerm.token());

    private record HeaderList(List<Map.Entry<String, String>> all) implements HeaderSource {
        @Override
        public @Nullable String get(String name) {
            for (Map.Entry<String, String> header : all) {
                if (header.getKey().equalsIgnoreCase(name)) {
                    return header.getValue();
                }
            }
            return null;
        }
    }

    private static final class OneOfEach implements Keyring {
        private final AccessKey accessKey;
        private final ApiKey apiKey;

        OneOfEach(Vault vault, LongTermKey key) {
            Principal root = new Principal(Principal.Kind.ROOT, "123456789012", "arn:aws:iam::123456789012:root",
                    "123456789012", null, Map.of(), Credential.NONE, PolicySet.root(List.of()));
            String hash = vault.hash(key.alias(), key.secret());
            accessKey = new AccessKey(ID, SECRET, null, root);
            apiKey = new ApiKey(key.alias(), secret -> vault.matches(key.alias(), hash, secret), null, root);
        }

        @Override
        public @Nullable AccessKey accessKey(String id) {
            return id.equals(ID) ? accessKey : null;
        }

        @Override
        public @Nullable ApiKey apiKey(String alias) {
            return alias.equals(apiKey.alias()) ? apiKey : null;
        }
    }

    /** The headers of the SDK for Java. */
    private SignedRequest signed() {
        String amzDate = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC).format(NOW);
        String hash = Signatures.sha256(body);
        List<Map.Entry<String, String>> headers = new ArrayList<>(List.of(
                Map.entry("amz-sdk-invocation-id", "b1af5141-ac17-44e4-8eb8-bbab0330f7ce"),
                Map.entry("amz-sdk-request", "attempt=1; max=3"),
                Map.entry("content-length", Integer.toString(body.length)),
                Map.entry("content-type", "application/json"),
                Map.entry("host", "localhost:8910"),
                Map.entry("x-amz-content-sha256", hash),
                Map.entry("x-amz-date", amzDate)));
        List<String> names = headers.stream().map(Map.Entry::getKey).toList();
        CredentialScope scope = new CredentialScope(amzDate.substring(0, 8), "us-east-1", "bedrock");
        String canonical = CanonicalRequest.of("POST", PATH, null, headers, names, hash);
        String signature = SigningKey.derive(SECRET, scope).sign(Signatures.stringToSign(amzDate, scope, canonical));
        headers.add(Map.entry("authorization", "AWS4-HMAC-SHA256 Credential=" + ID + "/" + scope + ", SignedHeaders="
                + String.join(";", names) + ", Signature=" + signature));
        headers.add(
                Map.entry("user-agent", "aws-sdk-java/2.54.14 md/io#sync md/http#Apache ua/2.1 api/Bedrock_Runtime"));
        return request(headers);
    }

    private SignedRequest bearer(String token) {
        return request(List.of(
                Map.entry("host", "localhost:8910"), Map.entry("authorization", "Bearer " + token)));
    }

    private SignedRequest request(List<Map.Entry<String, String>> headers) {
        return new SignedRequest("POST", PATH, null, new HeaderList(headers), body, false, false);
    }

    /** Signed by header. */
    @Benchmark
    public Principal signature() {
        return authenticator.authenticate(signed, keyring);
    }

    /** A short-term API key. */
    @Benchmark
    public Principal shortTermKey() {
        return authenticator.authenticate(shortTermKey, keyring);
    }

    /** A long-term API key. */
    @Benchmark
    public Principal longTermKey() {
        return authenticator.authenticate(longTermKey, keyring);
    }

    /** The hash of the body alone, which any check of a signature needs. */
    @Benchmark
    public String bodyHash() {
        return Signatures.sha256(body);
    }
}
