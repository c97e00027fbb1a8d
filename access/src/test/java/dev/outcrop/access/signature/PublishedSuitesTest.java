package dev.outcrop.access.signature;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.stream.Stream;

import dev.outcrop.access.Authenticator;
import dev.outcrop.access.testing.ExampleKeys;
import dev.outcrop.access.testing.RawRequest;
import dev.outcrop.access.testing.Recorded;
import dev.outcrop.wire.error.InvalidSignatureException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The published SigV4 suites: every signed request is accepted at its time, and refused with another method.
 *
 * <p>Cases that sign the path as it is are for one other service; they are skipped by their flag {@code normalize}.
 */
class PublishedSuitesTest {
    private static final Authenticator AUTHENTICATOR = new Authenticator(
            new SignatureRules("service", Set.of("us-east-1"), Duration.ofMinutes(5), false),
            InstantSource.fixed(Recorded.instant("20150830T123600Z")));

    @TestFactory
    Stream<DynamicTest> currentSuite() {
        return Recorded.json("sigv4/header-and-query-signing.json").properties().stream()
                .filter(entry -> entry.getValue().path("context.json").path("normalize").booleanValue())
                .flatMap(entry -> Stream.of("header", "query").map(form -> DynamicTest.dynamicTest(
                        entry.getKey() + " " + form, () -> check(
                                RawRequest.parse(
                                        entry.getValue().path(form + "-signed-request.txt").stringValue()),
                                token(entry.getValue())))));
    }

    private static ExampleKeys token(JsonNode node) {
        JsonNode token = node.path("context.json").path("credentials").path("token");
        return ExampleKeys.pair(token.isString() ? token.stringValue() : null);
    }

    @TestFactory
    Stream<DynamicTest> classicSuite() {
        return Recorded.json("sigv4/classic-suite.json").path("cases").properties().stream()
                .filter(entry -> entry.getValue().has("sreq"))
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
                    // The signed request of one case holds a placeholder; the header by itself is always right.
                    RawRequest request = RawRequest.parse(entry.getValue().path("sreq").stringValue())
                            .with("Authorization", entry.getValue().path("authz").stringValue());
                    check(request, ExampleKeys.pair(request.headers().get("X-Amz-Security-Token")));
                }));
    }

    private static void check(RawRequest request, ExampleKeys keys) {
        assertThat(AUTHENTICATOR.authenticate(request.received(), keys).name()).isEqualTo("alice");
        assertThatThrownBy(() -> AUTHENTICATOR.authenticate(request.withMethod("PATCH").received(), keys))
                .isInstanceOf(InvalidSignatureException.class);
    }
}
