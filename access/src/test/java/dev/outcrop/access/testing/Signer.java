package dev.outcrop.access.testing;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

import dev.outcrop.wire.sigv4.CanonicalRequest;
import dev.outcrop.wire.sigv4.CredentialScope;
import dev.outcrop.wire.sigv4.Signatures;
import dev.outcrop.wire.sigv4.SigningKey;
import org.jspecify.annotations.Nullable;

/** Signs requests as clients do, in every way that one may want to be wrong in. */
public record Signer(
        String id, String secret, @Nullable String sessionToken, String region, String service, Instant at) {

    /** With the example pair, for Bedrock in us-east-1. */
    public static Signer example(Instant at) {
        return new Signer(ExampleKeys.ID, ExampleKeys.SECRET, null, "us-east-1", "bedrock", at);
    }

    public Signer withId(String other) {
        return new Signer(other, secret, sessionToken, region, service, at);
    }

    public Signer withSecret(String other) {
        return new Signer(id, other, sessionToken, region, service, at);
    }

    public Signer withToken(@Nullable String other) {
        return new Signer(id, secret, other, region, service, at);
    }

    public Signer withScope(String otherRegion, String otherService) {
        return new Signer(id, secret, sessionToken, otherRegion, otherService, at);
    }

    public Signer at(Instant other) {
        return new Signer(id, secret, sessionToken, region, service, other);
    }

    private String amzDate() {
        return DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC).format(at);
    }

    private CredentialScope scope() {
        return new CredentialScope(amzDate().substring(0, 8), region, service);
    }

    /** Signed by header: every header of the request, those that clients leave out named. */
    public RawRequest sign(RawRequest request, String... unsigned) {
        HeaderList headers = request.headers().with("x-amz-date", amzDate());
        if (sessionToken != null) {
            headers = headers.with("x-amz-security-token", sessionToken);
        }
        TreeSet<String> names = new TreeSet<>();
        headers.all().forEach(header -> names.add(header.getKey().toLowerCase(Locale.ROOT)));
        names.removeAll(List.of(unsigned));
        String sentHash = headers.get("x-amz-content-sha256");
        String canonical = CanonicalRequest.of(
                request.method(),
                request.path(),
                request.query(),
                headers.all(),
                List.copyOf(names),
                sentHash == null ? Signatures.sha256(request.body()) : sentHash);
        String signature = SigningKey.derive(secret, scope())
                .sign(Signatures.stringToSign(amzDate(), scope(), canonical));
        return request.withHeaders(headers.with(
                "authorization",
                "AWS4-HMAC-SHA256 Credential=" + id + "/" + scope() + ", SignedHeaders=" + String.join(";", names)
                        + ", Signature=" + signature));
    }

    /** Signed by query, {@code host} alone. */
    public RawRequest presign(RawRequest request, int seconds, String... more) {
        List<String> parameters = new ArrayList<>(List.of(more));
        if (request.query() != null) {
            parameters.add(request.query());
        }
        parameters.add("X-Amz-Algorithm=AWS4-HMAC-SHA256");
        parameters.add("X-Amz-Credential=" + (id + "/" + scope()).replace("/", "%2F"));
        parameters.add("X-Amz-Date=" + amzDate());
        parameters.add("X-Amz-Expires=" + seconds);
        parameters.add("X-Amz-SignedHeaders=host");
        if (sessionToken != null) {
            parameters.add("X-Amz-Security-Token=" + sessionToken);
        }
        String query = String.join("&", parameters);
        String hash = query.contains("UNSIGNED-PAYLOAD") ? "UNSIGNED-PAYLOAD" : Signatures.sha256(request.body());
        String canonical = CanonicalRequest.of(
                request.method(), request.path(), query, request.headers().all(), List.of("host"), hash);
        String signature = SigningKey.derive(secret, scope())
                .sign(Signatures.stringToSign(amzDate(), scope(), canonical));
        return request.withQuery(query + "&X-Amz-Signature=" + signature);
    }
}
