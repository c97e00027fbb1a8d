package dev.outcrop.server.access;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.outcrop.wire.sigv4.CanonicalRequest;
import dev.outcrop.wire.sigv4.CredentialScope;
import dev.outcrop.wire.sigv4.Signatures;
import dev.outcrop.wire.sigv4.SigningKey;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Calls a server as a signing client does. */
final class SignedCalls {
    static final String INVOKE = "/model/meta.llama3-8b-instruct-v1%3A0/invoke";
    static final String PROMPT = "{\"prompt\":\"Hi\"}";

    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final int port;

    SignedCalls(int port) {
        this.port = port;
    }

    /** POSTs a body to a path. */
    HttpResponse<byte[]> post(IssuedKey.Pair key, String path, byte[] body) throws IOException, InterruptedException {
        String amzDate = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'")
                .withZone(ZoneOffset.UTC)
                .format(Instant.now());
        CredentialScope scope = new CredentialScope(amzDate.substring(0, 8), "us-east-1", "bedrock");
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        headers.add(Map.entry("host", "127.0.0.1:" + port));
        headers.add(Map.entry("x-amz-date", amzDate));
        if (key.sessionToken() != null) {
            headers.add(Map.entry("x-amz-security-token", key.sessionToken()));
        }
        List<String> names = headers.stream().map(Map.Entry::getKey).toList();
        String canonical = CanonicalRequest.of("POST", path, null, headers, names, Signatures.sha256(body));
        String signature = SigningKey.derive(key.secretAccessKey(), scope)
                .sign(Signatures.stringToSign(amzDate, scope, canonical));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.stream().filter(header -> !header.getKey().equals("host")).forEach(
                header -> request.header(header.getKey(), header.getValue()));
        request.header("authorization", "AWS4-HMAC-SHA256 Credential=" + key.id() + "/" + scope + ", SignedHeaders="
                + String.join(";", names) + ", Signature=" + signature);
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    /** Invokes a model. */
    HttpResponse<byte[]> invoke(IssuedKey.Pair key) throws IOException, InterruptedException {
        return post(key, INVOKE, PROMPT.getBytes(UTF_8));
    }

    /** Invokes a model with an API key. */
    HttpResponse<byte[]> invoke(String bearer) throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + INVOKE))
                        .header("Authorization", "Bearer " + bearer)
                        .POST(HttpRequest.BodyPublishers.ofString(PROMPT))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }
}
