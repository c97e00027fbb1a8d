package dev.outcrop.access.key;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;

import dev.outcrop.access.Authenticator;
import dev.outcrop.access.identity.ApiKey;
import dev.outcrop.access.identity.Credential;
import dev.outcrop.access.identity.Principal;
import dev.outcrop.access.secret.Vault;
import dev.outcrop.access.signature.SignatureRules;
import dev.outcrop.access.testing.ExampleKeys;
import dev.outcrop.access.testing.HeaderList;
import dev.outcrop.access.testing.RawRequest;
import dev.outcrop.access.testing.Recorded;
import dev.outcrop.wire.error.AccessDeniedException;
import dev.outcrop.wire.error.ErrorWriter;
import dev.outcrop.wire.error.WrittenError;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ApiKeysTest {
    private static final Instant SIGNED = Recorded.instant("20261122T094304Z");
    private static final String INVALID = "Authentication failed: Please make sure your API Key is valid.";
    private static final Vault VAULT = new Vault(new byte[Vault.KEY_BYTES]);

    private static Principal authenticate(String token, ExampleKeys keys, Instant now) {
        return new Authenticator(SignatureRules.bedrock("us-east-1"), InstantSource.fixed(now)).authenticate(
                RawRequest.of("POST", "/model/m/invoke", HeaderList.of("authorization", "Bearer " + token), new byte[0])
                        .received(),
                keys);
    }

    private static ExampleKeys keys(JsonNode node) {
        return ExampleKeys.pair(node.path("sessionToken").isString() ? node.path("sessionToken").stringValue() : null);
    }

    @TestFactory
    Stream<DynamicTest> shortTermKeysOfThePublicGenerators() {
        return Recorded.json("wire/short-term-api-keys.json").valueStream().map(node -> DynamicTest.dynamicTest(
                "session token " + node.path("sessionToken"), () -> {
                    String token = node.path("token").stringValue();
                    Principal principal = authenticate(token, keys(node), SIGNED);
                    assertThat(principal.credential().means()).isEqualTo(Credential.Means.SHORT_TERM_KEY);
                    assertThat(principal.credential().id()).isEqualTo(ExampleKeys.ID);
                    // Ours is the same, character for character.
                    assertThat(ShortTermKey.create(
                            ExampleKeys.ID,
                            ExampleKeys.SECRET,
                            node.path("sessionToken").isString() ? node.path("sessionToken").stringValue() : null,
                            "us-east-1",
                            SIGNED,
                            Duration.ofSeconds(node.path("expiresSeconds").intValue())))
                            .isEqualTo(token);
                    assertThat(authenticate(token, keys(node), SIGNED.plusSeconds(43_200)).name()).isEqualTo("alice");
                    denied(token, keys(node), SIGNED.plusSeconds(43_201), "Bearer Token has expired");
                }));
    }

    @TestFactory
    Stream<DynamicTest> anyCharacterOfAShortTermKeyChangedIsRefused() {
        return Recorded.json("wire/short-term-api-keys.json").valueStream().map(node -> DynamicTest.dynamicTest(
                "session token " + node.path("sessionToken"), () -> {
                    String url = node.path("decoded").stringValue();
                    for (int i = 0; i < url.length(); i++) {
                        for (int bit : new int[]{1, 2, 4}) {
                            String changed = url.substring(0, i) + (char) (url.charAt(i) ^ bit) + url.substring(i + 1);
                            String token = ShortTermKey.PREFIX
                                    + Base64.getEncoder().encodeToString(changed.getBytes(UTF_8));
                            assertThatExceptionOfType(AccessDeniedException.class)
                                    .as(changed)
                                    .isThrownBy(() -> authenticate(token, keys(node), SIGNED));
                        }
                    }
                }));
    }

    @Test
    void shortTermKeysOfOtherRegionsHostsActionsOrLivesAreRefused() {
        ExampleKeys keys = ExampleKeys.pair(null);
        denied(
                ShortTermKey.create(
                        ExampleKeys.ID, ExampleKeys.SECRET, null, "eu-west-1", SIGNED, ShortTermKey.LONGEST),
                keys, SIGNED, INVALID);
        denied(
                ShortTermKey.create(
                        ExampleKeys.ID, "another secret", null, "us-east-1", SIGNED, ShortTermKey.LONGEST),
                keys, SIGNED, INVALID);
        denied(
                ShortTermKey.create("AKIDOTHER", ExampleKeys.SECRET, null, "us-east-1", SIGNED, ShortTermKey.LONGEST),
                keys, SIGNED, INVALID);
        denied(ShortTermKey.PREFIX + "%%%", keys, SIGNED, INVALID);
        denied(ShortTermKey.PREFIX + "A".repeat(20_000), keys, SIGNED, INVALID);
        denied(ShortTermKey.PREFIX, keys, SIGNED, INVALID);
        assertThatThrownBy(() -> ShortTermKey.create("a", "b", null, "r", SIGNED, Duration.ofHours(13)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sessionsThatHaveExpiredEndTheirShortTermKeys() {
        String token = ShortTermKey.create(
                ExampleKeys.ID, ExampleKeys.SECRET, "session", "us-east-1", SIGNED, ShortTermKey.LONGEST);
        assertThat(authenticate(token, ExampleKeys.pair("session", SIGNED.plusSeconds(61)), SIGNED.plusSeconds(60)))
                .isNotNull();
        denied(token, ExampleKeys.pair("session", SIGNED.plusSeconds(60)), SIGNED.plusSeconds(60),
                "Bearer Token has expired");
        denied(token, ExampleKeys.pair("another session"), SIGNED, INVALID);
        denied(token, ExampleKeys.pair(null), SIGNED, INVALID);
    }

    @Test
    void longTermKeys() {
        LongTermKey key = new LongTermKey("BedrockAPIKey-abcd-at-123456789012", "a:secret/with+colons");
        String hash = VAULT.hash(key.alias(), key.secret());
        Instant end = SIGNED.plusSeconds(100);
        ExampleKeys keys = ExampleKeys.pair(null).with(new ApiKey(
                key.alias(), secret -> VAULT.matches(key.alias(), hash, secret), end,
                ExampleKeys.principal(Credential.Means.LONG_TERM_KEY, "ACCAEXAMPLE")));
        assertThat(key.token()).startsWith("ABSK").doesNotContain("secret");
        assertThat(key.toString()).doesNotContain("secret");
        assertThat(authenticate(key.token(), keys, SIGNED).credential())
                .isEqualTo(new Credential(Credential.Means.LONG_TERM_KEY, "ACCAEXAMPLE", null));
        denied(key.token(), keys, end, "Bearer Token has expired");
        denied(new LongTermKey(key.alias(), "other").token(), keys, SIGNED, INVALID);
        denied(new LongTermKey("BedrockAPIKey-efgh-at-123456789012", key.secret()).token(), keys, SIGNED, INVALID);
        denied("ABSK", keys, SIGNED, INVALID);
        denied("ABSK" + Base64.getEncoder().encodeToString(":secret".getBytes(UTF_8)), keys, SIGNED, INVALID);
        denied("ABSK!", keys, SIGNED, INVALID);
        denied("ABSK" + "A".repeat(4_096), keys, SIGNED, INVALID);
    }

    @Test
    void whatBeginsOtherwiseIsNoApiKey() {
        for (String token : new String[]{"", "sk-1234", "absk1234", "Bedrock-api-key-"}) {
            denied(token, ExampleKeys.pair(null), SIGNED,
                    "Invalid API Key format: Must start with pre-defined prefix");
        }
    }

    @Test
    void streamsInBothDirectionsTakeNoApiKeys() {
        assertThatThrownBy(() -> new Authenticator(
                SignatureRules.bedrock("us-east-1"), InstantSource.fixed(SIGNED)).authenticate(
                        RawRequest.of(
                                "POST",
                                "/model/m/invoke-with-bidirectional-stream",
                                HeaderList.of("authorization", "bearer ABSKabcd"),
                                new byte[0]).received(),
                        ExampleKeys.pair(null)))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("Sign the request");
    }

    /** The body's member has a capital, and the namespace is that of what stands in front of the service. */
    private static void denied(String token, ExampleKeys keys, Instant now, String text) {
        assertThatExceptionOfType(AccessDeniedException.class)
                .isThrownBy(() -> authenticate(token, keys, now))
                .satisfies(denied -> {
                    WrittenError written = ErrorWriter.write(denied);
                    assertThat(new String(written.body(), UTF_8)).isEqualTo("{\"Message\":\"" + text + "\"}");
                    assertThat(Map.of(written.status(), written.errorType())).isEqualTo(Map.of(
                            403,
                            "AccessDeniedException:http://internal.amazon.com/coral/com.amazon.coral.service/"));
                });
    }
}
