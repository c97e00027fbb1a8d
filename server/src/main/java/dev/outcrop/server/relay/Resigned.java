package dev.outcrop.server.relay;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import dev.outcrop.wire.sigv4.CanonicalRequest;
import dev.outcrop.wire.sigv4.CredentialScope;
import dev.outcrop.wire.sigv4.Signatures;
import dev.outcrop.wire.sigv4.SigningKey;
import org.jspecify.annotations.Nullable;

/**
 * A request's headers with another signature (AWS IAM user guide, "Create a signed AWS API request").
 *
 * <p>What belongs to the caller's connection or signature is left out. Everything else is sent; what AWS wants signed is
 * signed: host, content type and all of {@code x-amz}.
 */
final class Resigned {
    private static final String SERVICE = "bedrock";
    private static final DateTimeFormatter AMZ_DATE = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final int DAY_DIGITS = 8;

    private static final Set<String> LEFT_OUT = Set.of("host", "content-length", "connection", "keep-alive",
            "proxy-connection", "proxy-authorization", "transfer-encoding", "te", "trailer", "upgrade", "expect",
            "http2-settings", "authorization", "x-amz-date", "x-amz-security-token", "x-amz-content-sha256");

    private Resigned() {}

    /**
     * The headers to send, {@code Host} left out.
     *
     * @param rawPath as received
     */
    static List<Map.Entry<String, String>> headers(
            String method,
            String rawPath,
            @Nullable String rawQuery,
            Iterable<Map.Entry<String, String>> received,
            byte[] body,
            RemoteService service,
            Credentials credentials,
            Instant now) {
        String amzDate = AMZ_DATE.format(now);
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        for (Map.Entry<String, String> header : received) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (!LEFT_OUT.contains(name) && !name.startsWith(":")) {
                headers.add(Map.entry(name, header.getValue()));
            }
        }
        headers.add(Map.entry("x-amz-date", amzDate));
        if (credentials.sessionToken() != null) {
            headers.add(Map.entry("x-amz-security-token", credentials.sessionToken()));
        }
        headers.add(Map.entry("host", service.authority()));
        Set<String> signed = new TreeSet<>();
        for (Map.Entry<String, String> header : headers) {
            String name = header.getKey();
            if (name.equals("host") || name.equals("content-type") || name.startsWith("x-amz")) {
                signed.add(name);
            }
        }
        CredentialScope scope = new CredentialScope(amzDate.substring(0, DAY_DIGITS), service.region(), SERVICE);
        String canonical = CanonicalRequest.of(
                method, rawPath, rawQuery, headers, List.copyOf(signed), Signatures.sha256(body));
        String signature = SigningKey.derive(credentials.secretAccessKey(), scope)
                .sign(Signatures.stringToSign(amzDate, scope, canonical));
        headers.removeIf(header -> header.getKey().equals("host"));
        headers.add(Map.entry("authorization", Signatures.ALGORITHM + " Credential=" + credentials.accessKeyId() + "/"
                + scope + ", SignedHeaders=" + String.join(";", signed) + ", Signature=" + signature));
        return headers;
    }
}
