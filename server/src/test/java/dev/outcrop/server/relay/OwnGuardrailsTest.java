package dev.outcrop.server.relay;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.outcrop.server.guardrail.AppliedGuardrail;
import dev.outcrop.server.guardrail.Guardrails;
import dev.outcrop.server.testing.TestGuardrail;
import dev.outcrop.wire.bind.HeaderSource;
import dev.outcrop.wire.error.ValidationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A guardrail of this server is never lost on the way to the real service: the call is refused before anything leaves. */
class OwnGuardrailsTest {
    private static final AppliedGuardrail OWN = new AppliedGuardrail(
            "own1", "arn:aws:bedrock:us-east-1:123456789012:guardrail/own1", "1",
            TestGuardrail.ofConformance().build());
    private static final String INVOKE = "/model/amazon.titan-text-express-v1/invoke";

    private final OwnGuardrails guardrails = new OwnGuardrails((identifier, version) -> {
        if (identifier.equals(OWN.id()) && version.equals(OWN.version())) {
            return OWN;
        }
        throw Guardrails.unknown();
    });

    private void pass(String path, Map<String, String> headers, String body) {
        Map<String, String> named = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        named.putAll(headers);
        guardrails.refuse(path, new HeaderSource() {
            @Override
            public @Nullable String get(String name) {
                return named.get(name);
            }

            @Override
            public Iterable<Map.Entry<String, String>> all() {
                return named.entrySet();
            }
        }, body.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, String> headers(String identifier, String version) {
        return Map.of("x-amzn-bedrock-guardrailidentifier", identifier, "x-amzn-bedrock-guardrailversion", version);
    }

    @Test
    void headersThatNameOneAreRefused() {
        assertThatThrownBy(() -> pass(INVOKE, headers("own1", "1"), "{}")).isInstanceOf(ValidationException.class)
                .hasMessageStartingWith("The guardrail own1 is one of this server's");
    }

    @Test
    void whatIsNotHereIsLeftToTheService() {
        for (Map<String, String> headers : List.of(
                Map.<String, String>of(), headers("other", "1"), headers("own1", "2"), headers("NOT an id", "1"))) {
            assertThatCode(() -> pass(INVOKE, headers, "{}")).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"converse", "converse-stream"})
    void conversationsNameThemInTheirBody(String operation) {
        String path = "/model/amazon.nova-lite-v1:0/" + operation;
        String config = "{\"guardrailConfig\":{\"guardrailIdentifier\":\"%s\",\"guardrailVersion\":\"1\"}}";
        assertThatThrownBy(() -> pass(path, Map.of(), config.formatted("own1")))
                .isInstanceOf(ValidationException.class);
        for (String body : new String[]{
                config.formatted("other"), "{\"guardrailConfig\":7}", "{\"guardrailConfig\"", "{}",
                "{\"messages\":[{\"guardrailConfig\":{\"guardrailIdentifier\":\"own1\"}}]}"}) {
            assertThatCode(() -> pass(path, Map.of(), body)).doesNotThrowAnyException();
        }
    }
}
