package dev.outcrop.wire.vectors;

import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.outcrop.wire.sigv4.CanonicalRequest;
import dev.outcrop.wire.sigv4.CredentialScope;
import dev.outcrop.wire.sigv4.Signatures;
import dev.outcrop.wire.sigv4.SigningKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The published SigV4 suites and the short-term API keys: the signed request, as a service receives it, gives the
 * canonical request, string to sign and signature that the suite states.
 *
 * <p>Cases that sign the path as it is are for one other service; they are skipped by their flag {@code normalize}.
 */
class SignatureVectorsTest {

    /** A raw HTTP request of the suites. */
    private record Request(
            String method, String path, @Nullable String query, List<Map.Entry<String, String>> headers, String body) {

        static Request parse(String text) {
            int end = text.indexOf("\n\n");
            List<String> lines = (end < 0 ? text : text.substring(0, end)).lines().toList();
            // The target may hold spaces, so it ends at the last one.
            String first = lines.getFirst();
            String target = first.substring(first.indexOf(' ') + 1, first.lastIndexOf(' '));
            int question = target.indexOf('?');
            List<Map.Entry<String, String>> headers = new ArrayList<>();
            for (String line : lines.subList(1, lines.size())) {
                if (line.startsWith(" ")) {
                    // A folded line continues the header before, with white space between.
                    Map.Entry<String, String> last = headers.removeLast();
                    headers.add(Map.entry(last.getKey(), last.getValue() + " " + line.strip()));
                } else {
                    int colon = line.indexOf(':');
                    headers.add(Map.entry(line.substring(0, colon), line.substring(colon + 1)));
                }
            }
            return new Request(
                    first.substring(0, first.indexOf(' ')),
                    question < 0 ? target : target.substring(0, question),
                    question < 0 ? null : target.substring(question + 1),
                    headers,
                    end < 0 ? "" : text.substring(end + 2));
        }

        String header(String name) {
            return String.valueOf(new Service.Headers(headers).get(name));
        }

        String canonical(List<String> signedHeaders) {
            return CanonicalRequest.of(method, path, query, headers, signedHeaders,
                    Signatures.sha256(body.getBytes(UTF_8)));
        }
    }

    private static final CredentialScope SCOPE = new CredentialScope("20150830", "us-east-1", "service");
    private static final String DATE = "20150830T123600Z";

    @TestFactory
    Stream<DynamicTest> currentSuite() {
        return Vectors.json("sigv4/header-and-query-signing.json").properties().stream()
                .filter(entry -> entry.getValue().path("context.json").path("normalize").booleanValue())
                .flatMap(entry -> Stream.of(
                        DynamicTest.dynamicTest(entry.getKey() + " header", () -> checkHeader(entry.getValue())),
                        DynamicTest.dynamicTest(entry.getKey() + " query", () -> checkQuery(entry.getValue()))));
    }

    private static void checkHeader(JsonNode node) {
        Request request = Request.parse(node.path("header-signed-request.txt").stringValue());
        check(node, "header", request.canonical(signedHeaders(request)), DATE);
    }

    private static void checkQuery(JsonNode node) {
        Request request = Request.parse(node.path("query-signed-request.txt").stringValue());
        String query = String.valueOf(request.query());
        String signed = parameter(query, "X-Amz-SignedHeaders");
        if (node.path("context.json").path("omit_session_token").asBoolean(false)) {
            // Added after signing, as short-term API keys do with their version.
            query = without(query, "X-Amz-Security-Token");
        }
        Request verified = new Request(request.method(), request.path(), query, request.headers(), request.body());
        check(node, "query", verified.canonical(List.of(signed.split(";"))), parameter(query, "X-Amz-Date"));
    }

    private static void check(JsonNode node, String form, String canonical, String date) {
        assertThat(canonical).isEqualTo(node.path(form + "-canonical-request.txt").stringValue());
        String stringToSign = Signatures.stringToSign(date, SCOPE, canonical);
        assertThat(stringToSign).isEqualTo(node.path(form + "-string-to-sign.txt").stringValue());
        String secret = node.path("context.json")
                .path("credentials")
                .path("secret_access_key")
                .stringValue();
        assertThat(SigningKey.derive(secret, SCOPE).sign(stringToSign))
                .isEqualTo(node.path(form + "-signature.txt").stringValue());
    }

    private static List<String> signedHeaders(Request request) {
        String authorization = request.header("Authorization");
        int from = authorization.indexOf("SignedHeaders=") + "SignedHeaders=".length();
        return List.of(authorization.substring(from, authorization.indexOf(',', from)).split(";"));
    }

    @TestFactory
    Stream<DynamicTest> classicSuite() {
        JsonNode suite = Vectors.json("sigv4/classic-suite.json");
        String secret = suite.path("secretAccessKey").stringValue();
        return suite.path("cases").properties().stream()
                .filter(entry -> entry.getValue().has("sreq"))
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
                    JsonNode node = entry.getValue();
                    Request request = Request.parse(node.path("sreq").stringValue());
                    String canonical = request.canonical(signedHeaders(request));
                    assertThat(canonical).isEqualTo(node.path("creq").stringValue());
                    String stringToSign = Signatures.stringToSign(DATE, SCOPE, canonical);
                    assertThat(stringToSign).isEqualTo(node.path("sts").stringValue());
                    String signature = SigningKey.derive(secret, SCOPE).sign(stringToSign);
                    assertThat(node.path("authz").stringValue()).endsWith("Signature=" + signature);
                }));
    }

    @TestFactory
    Stream<DynamicTest> shortTermApiKeys() {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode node : Vectors.json("wire/short-term-api-keys.json")) {
            tests.add(DynamicTest.dynamicTest("session token " + node.path("sessionToken"), () -> checkKey(node)));
        }
        return tests.stream();
    }

    private static void checkKey(JsonNode node) {
        String token = node.path("token").stringValue().substring("bedrock-api-key-".length());
        String url = new String(Base64.getDecoder().decode(token), UTF_8);
        assertThat(url).isEqualTo(node.path("decoded").stringValue());
        String query = without(url.substring(url.indexOf('?') + 1), "Version");
        String canonical = CanonicalRequest.of(
                "POST",
                "/",
                query,
                List.of(Map.entry("Host", "bedrock.amazonaws.com")),
                List.of("host"),
                Signatures.EMPTY_PAYLOAD_HASH);
        assertThat(canonical).isEqualTo(node.path("canonicalRequest").stringValue());
        String date = parameter(query, "X-Amz-Date");
        CredentialScope scope = new CredentialScope(date.substring(0, 8), node.path("region").stringValue(), "bedrock");
        String stringToSign = Signatures.stringToSign(date, scope, canonical);
        assertThat(stringToSign).isEqualTo(node.path("stringToSign").stringValue());
        String signature = SigningKey.derive(node.path("secretAccessKey").stringValue(), scope)
                .sign(stringToSign);
        assertThat(signature)
                .isEqualTo(node.path("signature").stringValue())
                .isEqualTo(parameter(query, "X-Amz-Signature"));
    }

    private static String parameter(String query, String name) {
        for (String part : query.split("&")) {
            if (part.startsWith(name + "=")) {
                return URLDecoder.decode(part.substring(name.length() + 1), UTF_8);
            }
        }
        throw new AssertionError(name);
    }

    private static String without(String query, String name) {
        List<String> kept = new ArrayList<>(List.of(query.split("&")));
        kept.removeIf(part -> part.startsWith(name + "="));
        return String.join("&", kept);
    }
}
