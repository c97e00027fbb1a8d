package dev.outcrop.cli.call;

import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.outcrop.wire.sigv4.CanonicalRequest;
import dev.outcrop.wire.sigv4.CredentialScope;
import dev.outcrop.wire.sigv4.Signatures;
import dev.outcrop.wire.sigv4.SigningKey;
import org.jspecify.annotations.Nullable;

/**
 * What the command proves itself with to a server that wants credentials: the variables that SDKs read. Without any, calls go out
 * as they are. Thread-safe.
 */
public final class Credentials {
    private static final DateTimeFormatter AMZ_DATE = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final int DAY_DIGITS = 8;

    private final Map<String, String> environment;
    private final InstantSource clock;

    /** @param environment with {@code AWS_BEARER_TOKEN_BEDROCK}, or {@code AWS_ACCESS_KEY_ID} and what belongs to it, or neither */
    public Credentials(Map<String, String> environment, InstantSource clock) {
        this.environment = Map.copyOf(environment);
        this.clock = clock;
    }

    /** The headers that prove who sends a request. */
    public Map<String, String> headers(String method, URI uri, byte[] body) {
        String token = environment.get("AWS_BEARER_TOKEN_BEDROCK");
        if (token != null && !token.isEmpty()) {
            return Map.of("Authorization", "Bearer " + token);
        }
        String id = environment.get("AWS_ACCESS_KEY_ID");
        String secret = environment.get("AWS_SECRET_ACCESS_KEY");
        return id == null || secret == null ? Map.of() : signed(method, uri, body, id, secret);
    }

    private Map<String, String> signed(String method, URI uri, byte[] body, String id, String secret) {
        Instant now = clock.instant();
        String amzDate = AMZ_DATE.format(now);
        CredentialScope scope = new CredentialScope(amzDate.substring(0, DAY_DIGITS), region(), "bedrock");
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-Amz-Date", amzDate);
        String token = environment.get("AWS_SESSION_TOKEN");
        if (token != null && !token.isEmpty()) {
            headers.put("X-Amz-Security-Token", token);
        }
        List<Map.Entry<String, String>> all = new ArrayList<>(headers.entrySet());
        all.add(Map.entry("host", authority(uri)));
        List<String> names = all.stream().map(header -> header.getKey().toLowerCase(Locale.ROOT)).sorted().toList();
        String canonical = CanonicalRequest.of(
                method, uri.getRawPath(), uri.getRawQuery(), all, names, Signatures.sha256(body));
        String signature = SigningKey.derive(secret, scope).sign(Signatures.stringToSign(amzDate, scope, canonical));
        headers.put("Authorization", Signatures.ALGORITHM + " Credential=" + id + "/" + scope + ", SignedHeaders="
                + String.join(";", names) + ", Signature=" + signature);
        return headers;
    }

    private String region() {
        String region = environment.get("AWS_REGION");
        return region == null ? environment.getOrDefault("AWS_DEFAULT_REGION", "us-east-1") : region;
    }

    /** As Java's HTTP client writes the host: without the port of the scheme. */
    private static String authority(URI uri) {
        @Nullable
        String host = uri.getHost();
        int port = uri.getPort();
        boolean usual = port < 0 || port == (uri.getScheme().equals("https") ? 443 : 80);
        return usual ? String.valueOf(host) : host + ":" + port;
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "Credentials";
    }
}
