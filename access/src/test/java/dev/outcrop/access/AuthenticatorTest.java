package dev.outcrop.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import dev.outcrop.access.identity.Principal;
import dev.outcrop.access.signature.SignatureRules;
import dev.outcrop.access.signature.SignedRequest;
import dev.outcrop.access.testing.ExampleKeys;
import dev.outcrop.access.testing.HeaderList;
import dev.outcrop.access.testing.RawRequest;
import dev.outcrop.access.testing.Recorded;
import dev.outcrop.access.testing.Signer;
import dev.outcrop.wire.error.ErrorWriter;
import dev.outcrop.wire.error.ServiceException;
import dev.outcrop.wire.sigv4.Signatures;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Every way in which a request can fail to prove who sent it, with the service's type, status and text. */
class AuthenticatorTest {
    private static final Instant NOW = Recorded.instant("20261122T120000Z");
    private static final SignatureRules RULES = SignatureRules.bedrock("us-east-1");
    private static final ExampleKeys KEYS = ExampleKeys.pair(null);
    private static final Signer SIGNER = Signer.example(NOW);
    private static final RawRequest REQUEST = RawRequest.of(
            "POST",
            "/model/meta.llama3-8b-instruct-v1%3A0/invoke",
            HeaderList.of("Host", "localhost:8910", "content-type", "application/json"),
            "{\"prompt\":\"Hi\"}".getBytes(UTF_8));

    private static final String DIFFERS = "The request signature we calculated does not match the signature you provided."
            + " Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";

    private static Principal accept(RawRequest request) {
        return accept(request, KEYS);
    }

    private static Principal accept(RawRequest request, ExampleKeys keys) {
        return new Authenticator(RULES, InstantSource.fixed(NOW)).authenticate(request.received(), keys);
    }

    /** A case of the table: what is sent, and what is answered. */
    private record Refusal(
            String name, RawRequest request, ExampleKeys keys, int status, String code, String text) {

        Refusal(String name, RawRequest request, int status, String code, String text) {
            this(name, request, KEYS, status, code, text);
        }

        void check() {
            assertThatExceptionOfType(ServiceException.class)
                    .isThrownBy(() -> accept(request, keys))
                    .satisfies(refused -> {
                        assertThat(refused.message()).isEqualTo(text);
                        assertThat(refused.status()).isEqualTo(status);
                        assertThat(ErrorWriter.write(refused).errorType())
                                .isEqualTo(code + ":http://internal.amazon.com/coral/com.amazon.coral.service/");
                        assertThat(new String(ErrorWriter.write(refused).body(), UTF_8)).startsWith("{\"message\":\"");
                    });
        }
    }

    private static RawRequest authorized(String authorization) {
        return REQUEST.with("x-amz-date", "20261122T120000Z").with("authorization", authorization);
    }

    private static RawRequest edited(String part, String by) {
        RawRequest signed = SIGNER.sign(REQUEST);
        String authorization = String.valueOf(signed.headers().get("authorization"));
        assertThat(authorization).contains(part);
        return signed.with("authorization", authorization.replace(part, by));
    }

    @TestFactory
    Stream<DynamicTest> refusals() {
        String invalid = "InvalidSignatureException";
        String incomplete = "IncompleteSignatureException";
        String unrecognized = "UnrecognizedClientException";
        String token = "The security token included in the request is invalid.";
        ExampleKeys session = ExampleKeys.pair("session-token");
        Signer withSession = SIGNER.withToken("session-token");
        return Stream.of(
                new Refusal("nothing", REQUEST, 403, "MissingAuthenticationTokenException",
                        "Missing Authentication Token"),
                new Refusal("an empty header", REQUEST.with("authorization", " "), 403,
                        "MissingAuthenticationTokenException", "Missing Authentication Token"),
                new Refusal("an unknown key", SIGNER.withId("AKIDOTHER").sign(REQUEST), 403, unrecognized, token),
                new Refusal("another secret", SIGNER.withSecret("other").sign(REQUEST), 403, invalid, DIFFERS),
                new Refusal("a token with a long-term key", withSession.sign(REQUEST), 403, unrecognized, token),
                new Refusal("no token with a temporary key", SIGNER.sign(REQUEST), session, 403, unrecognized, token),
                new Refusal("another token", SIGNER.withToken("other").sign(REQUEST), session, 403, unrecognized,
                        token),
                new Refusal("an expired session", withSession.sign(REQUEST),
                        ExampleKeys.pair("session-token", NOW), 403, "ExpiredTokenException",
                        "The security token included in the request is expired"),
                new Refusal("another region", SIGNER.withScope("eu-west-1", "bedrock").sign(REQUEST), 403, invalid,
                        "Credential should be scoped to a valid region."),
                new Refusal("another service", SIGNER.withScope("us-east-1", "bedrock-runtime").sign(REQUEST), 403,
                        invalid, "Credential should be scoped to correct service: 'bedrock'. "),
                new Refusal("another terminator", edited("aws4_request", "aws5_request"), 403, invalid,
                        "Credential should be scoped with a valid terminator: 'aws4_request'."),
                new Refusal("another day in the scope", edited("/20261122/", "/20261121/"), 403, invalid,
                        "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP:"
                                + " '20261121' != '20261122', from '20261122T120000Z'."),
                new Refusal("too old", SIGNER.at(NOW.minusSeconds(301)).sign(REQUEST), 403, invalid,
                        "Signature expired: 20261122T115459Z is now earlier than 20261122T115500Z"
                                + " (20261122T120000Z - 5 min.)"),
                new Refusal("too new", SIGNER.at(NOW.plusSeconds(301)).sign(REQUEST), 403, invalid,
                        "Signature not yet current: 20261122T120501Z is still later than 20261122T120500Z"
                                + " (20261122T120000Z + 5 min.)"),
                new Refusal("another body", SIGNER.sign(REQUEST).withBody(new byte[]{1}), 403, invalid, DIFFERS),
                new Refusal("another body than its hash",
                        SIGNER.sign(REQUEST.with("x-amz-content-sha256", Signatures.sha256(REQUEST.body())))
                                .withBody(new byte[]{1}),
                        403, invalid, DIFFERS),
                new Refusal("a hash in capitals",
                        SIGNER.sign(REQUEST.with("x-amz-content-sha256",
                                Signatures.sha256(REQUEST.body()).toUpperCase(Locale.ROOT))),
                        403, invalid, DIFFERS),
                new Refusal("an unsigned body over cleartext",
                        SIGNER.sign(REQUEST.with("x-amz-content-sha256", "UNSIGNED-PAYLOAD")), 403, invalid,
                        "'x-amz-content-sha256' must be the SHA-256 of the body in hexadecimal digits,"
                                + " UNSIGNED-PAYLOAD over TLS, or STREAMING-AWS4-HMAC-SHA256-EVENTS for a stream of"
                                + " events."),
                new Refusal("signed events where none are read",
                        SIGNER.sign(REQUEST.with("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-EVENTS")), 403,
                        invalid,
                        "'x-amz-content-sha256' must be the SHA-256 of the body in hexadecimal digits,"
                                + " UNSIGNED-PAYLOAD over TLS, or STREAMING-AWS4-HMAC-SHA256-EVENTS for a stream of"
                                + " events."),
                new Refusal("the host not signed", SIGNER.sign(REQUEST, "host"), 403, invalid,
                        "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."),
                new Refusal("the date not signed", SIGNER.sign(REQUEST, "x-amz-date"), 403, invalid,
                        "'x-amz-date' must be a 'SignedHeader' in the AWS Authorization."),
                new Refusal("the hash not signed",
                        SIGNER.sign(REQUEST.with("x-amz-content-sha256", Signatures.sha256(REQUEST.body())),
                                "x-amz-content-sha256"),
                        403, invalid, "'x-amz-content-sha256' must be a 'SignedHeader' in the AWS Authorization."),
                new Refusal("another algorithm", authorized("AWS4-ECDSA-P256-SHA256 Credential=a"), 400, incomplete,
                        "Unsupported AWS 'algorithm': 'AWS4-ECDSA-P256-SHA256'."),
                new Refusal("a password", authorized("Basic dXNlcjpwYXNzd29yZA=="), 400, incomplete,
                        "Unsupported AWS 'algorithm': 'Basic'."),
                new Refusal("one word", authorized("dXNlcjpwYXNzd29yZA=="), 400, incomplete,
                        "Unsupported AWS 'algorithm': ''."),
                new Refusal("no equal-sign", authorized("AWS4-HMAC-SHA256 Credential"), 400, incomplete,
                        "'Credential' not a valid key=value pair (missing equal-sign) in Authorization header:"
                                + " 'AWS4-HMAC-SHA256 Credential'."),
                new Refusal("all parts missing",
                        REQUEST.with("authorization", "AWS4-HMAC-SHA256 a=b"), 400, incomplete,
                        "Authorization header requires 'Credential' parameter. Authorization header requires"
                                + " 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter."
                                + " Authorization header requires existence of either a 'X-Amz-Date' or a 'Date'"
                                + " header. Authorization=AWS4-HMAC-SHA256 a=b"),
                new Refusal("a part twice", edited("Signature=", "Signature=1, Signature="), 400, incomplete,
                        "Authorization header has more than one 'Signature' parameter."),
                new Refusal("a short scope",
                        authorized("AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=c"),
                        400, incomplete,
                        "Credential must have exactly 5 slash-delimited elements, e.g."
                                + " keyid/date/region/service/term, got 'a/b'."),
                new Refusal("a header signed twice", edited("SignedHeaders=", "SignedHeaders=host;"), 400, incomplete,
                        "'SignedHeaders' must be a list of different header names, separated by semicolons."),
                new Refusal("very many signed headers",
                        edited("SignedHeaders=", "SignedHeaders=" + manyNames()), 400, incomplete,
                        "'SignedHeaders' must be a list of different header names, separated by semicolons."),
                new Refusal("no date", SIGNER.sign(REQUEST).with("x-amz-date", "Sun, 22 Nov 2026 12:00:00 GMT"), 400,
                        incomplete,
                        "Date must be in ISO-8601 'basic format'. Got 'Sun, 22 Nov 2026 12:00:00 GMT'. See"
                                + " http://en.wikipedia.org/wiki/ISO_8601"),
                new Refusal("a date that is none", SIGNER.sign(REQUEST).with("x-amz-date", "20261131T120000Z"), 400,
                        incomplete,
                        "Date must be in ISO-8601 'basic format'. Got '20261131T120000Z'. See"
                                + " http://en.wikipedia.org/wiki/ISO_8601"),
                new Refusal("two dates", twice(SIGNER.sign(REQUEST), "X-Amz-Date", "20261122T120000Z"), 400, incomplete,
                        "There is more than one 'x-amz-date' header."),
                new Refusal("two schemes", twice(SIGNER.sign(REQUEST), "Authorization", "Bearer x"), 400, incomplete,
                        "The request must carry one kind of credentials: an Authorization header, or the query-string"
                                + " parameters of a presigned URL."),
                new Refusal("header and query", SIGNER.sign(REQUEST.withQuery("X-Amz-Algorithm=a")), 400, incomplete,
                        "The request must carry one kind of credentials: an Authorization header, or the query-string"
                                + " parameters of a presigned URL."),
                new Refusal("query: too old", SIGNER.at(NOW.minusSeconds(61)).presign(REQUEST, 60), 403, invalid,
                        "Signature expired: 20261122T115959Z is now earlier than 20261122T120000Z"),
                new Refusal("query: too new", SIGNER.at(NOW.plusSeconds(301)).presign(REQUEST, 600), 403, invalid,
                        "Signature not yet current: 20261122T120501Z is still later than 20261122T120500Z"
                                + " (20261122T120000Z + 5 min.)"),
                new Refusal("query: too long a life", SIGNER.presign(REQUEST, 604_801), 400, incomplete,
                        "X-Amz-Expires must be a number of seconds from 1 to 604800."),
                new Refusal("query: no life", SIGNER.presign(REQUEST, 0), 400, incomplete,
                        "X-Amz-Expires must be a number of seconds from 1 to 604800."),
                new Refusal("query: a part twice", SIGNER.presign(REQUEST, 60, "X-Amz-Expires=60"), 400, incomplete,
                        "AWS query-string parameters must not be repeated: 'X-Amz-Expires'."),
                new Refusal("query: another algorithm",
                        REQUEST.withQuery("X-Amz-Algorithm=AWS4-ECDSA-P256-SHA256&X-Amz-Credential=a&X-Amz-Signature=b"
                                + "&X-Amz-SignedHeaders=host&X-Amz-Date=c&X-Amz-Expires=1"),
                        400, incomplete, "Unsupported AWS 'algorithm': 'AWS4-ECDSA-P256-SHA256'."),
                new Refusal("query: parts missing", REQUEST.withQuery("X-Amz-Algorithm=AWS4-HMAC-SHA256"), 400,
                        incomplete,
                        "AWS query-string parameters must include 'X-Amz-Credential'. Re-examine the query-string"
                                + " parameters."),
                new Refusal("query: another body", SIGNER.presign(REQUEST, 60).withBody(new byte[]{1}), 403, invalid,
                        DIFFERS),
                new Refusal("query: another secret", SIGNER.withSecret("other").presign(REQUEST, 60), 403, invalid,
                        DIFFERS),
                new Refusal("query: bad percent-encoding", REQUEST.withQuery("X-Amz-Algorithm=%zz"), 400, incomplete,
                        "A query-string parameter is not percent-encoded correctly."))
                .map(refusal -> DynamicTest.dynamicTest(refusal.name(), refusal::check));
    }

    private static String manyNames() {
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < 128; i++) {
            names.append('h').append(i).append(';');
        }
        return names.toString();
    }

    private static RawRequest twice(RawRequest request, String name, String value) {
        List<Map.Entry<String, String>> headers = new ArrayList<>(request.headers().all());
        headers.add(Map.entry(name, value));
        return request.withHeaders(new HeaderList(headers));
    }

    @Test
    void whatIsRight() {
        assertThat(accept(SIGNER.sign(REQUEST)).arn()).isEqualTo("arn:aws:iam::123456789012:user/alice");
        assertThat(accept(SIGNER.at(NOW.minusSeconds(300)).sign(REQUEST)).name()).isEqualTo("alice");
        assertThat(accept(SIGNER.at(NOW.plusSeconds(300)).sign(REQUEST)).name()).isEqualTo("alice");
        assertThat(accept(SIGNER.presign(REQUEST, 60)).name()).isEqualTo("alice");
        assertThat(accept(SIGNER.at(NOW.minusSeconds(604_800)).presign(REQUEST, 604_800)).name()).isEqualTo("alice");
        assertThat(accept(SIGNER.presign(REQUEST.withQuery("b=2&a=1"), 60)).name()).isEqualTo("alice");
        Signer session = SIGNER.withToken("session-token");
        ExampleKeys keys = ExampleKeys.pair("session-token", NOW.plusMillis(1));
        assertThat(accept(session.sign(REQUEST), keys).name()).isEqualTo("alice");
        assertThat(accept(session.sign(REQUEST, "x-amz-security-token"), keys).name()).isEqualTo("alice");
        assertThat(accept(session.presign(REQUEST, 60), keys).name()).isEqualTo("alice");
        assertThat(accept(SIGNER.sign(REQUEST.with("x-amz-content-sha256", Signatures.sha256(REQUEST.body())))).name())
                .isEqualTo("alice");
        // Without spaces, and with the parts in another order.
        RawRequest signed = SIGNER.sign(REQUEST);
        String[] parts = String.valueOf(signed.headers().get("authorization"))
                .substring("AWS4-HMAC-SHA256 ".length())
                .split(", ", -1);
        assertThat(accept(signed.with(
                "Authorization", "AWS4-HMAC-SHA256 " + parts[2] + "," + parts[0] + "," + parts[1])).name())
                .isEqualTo("alice");
    }

    @Test
    void theDateHeaderServesWhereThereIsNoOther() {
        RawRequest signed = SIGNER.sign(REQUEST);
        HeaderList headers = signed.headers().without("x-amz-date");
        // The signed headers differ, so this one is signed anew by hand.
        RawRequest dated = signed.withHeaders(headers.with("date", "20261122T120000Z"));
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> accept(dated))
                .withMessage(DIFFERS);
    }

    @Test
    void bodiesNeedNoSignatureOverTlsOrWhereConfigured() {
        RawRequest signed = SIGNER.sign(REQUEST.with("x-amz-content-sha256", "UNSIGNED-PAYLOAD"))
                .withBody(new byte[]{1, 2, 3});
        SignedRequest secure = new SignedRequest(
                signed.method(), signed.path(), null, signed.headers(), signed.body(), true, false);
        assertThat(new Authenticator(RULES, InstantSource.fixed(NOW)).authenticate(secure, KEYS).name())
                .isEqualTo("alice");
        SignatureRules unsigned = new SignatureRules(
                "bedrock", Set.of("us-east-1"), Duration.ofMinutes(5), true);
        assertThat(new Authenticator(unsigned, InstantSource.fixed(NOW)).authenticate(signed.received(), KEYS).name())
                .isEqualTo("alice");
        RawRequest presigned = SIGNER.presign(REQUEST, 60, "X-Amz-Content-Sha256=UNSIGNED-PAYLOAD");
        assertThat(new Authenticator(unsigned, InstantSource.fixed(NOW))
                .authenticate(presigned.withBody(new byte[]{1}).received(), KEYS)
                .name()).isEqualTo("alice");
    }

    @Test
    void theSkewIsAsConfiguredAndSaysSo() {
        SignatureRules rules = new SignatureRules("bedrock", Set.of("us-east-1"), Duration.ofSeconds(90), false);
        RawRequest old = SIGNER.at(NOW.minusSeconds(91)).sign(REQUEST);
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> new Authenticator(rules, InstantSource.fixed(NOW))
                        .authenticate(old.received(), KEYS))
                .withMessage("Signature expired: 20261122T115829Z is now earlier than 20261122T115830Z"
                        + " (20261122T120000Z - 90 sec.)");
    }

    @Test
    void longHeadersAreNotRepeatedWhole() {
        RawRequest request = authorized("AWS4-HMAC-SHA256 " + "x".repeat(60_000));
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> accept(request))
                .satisfies(refused -> assertThat(refused.message().length()).isLessThan(2_500));
    }
}
