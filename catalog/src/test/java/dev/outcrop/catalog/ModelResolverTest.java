package dev.outcrop.catalog;

import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.outcrop.wire.error.AccessDeniedException;
import dev.outcrop.wire.error.ResourceNotFoundException;
import dev.outcrop.wire.error.ServiceException;
import dev.outcrop.wire.error.ValidationException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ModelResolverTest {
    private static final String ACCOUNT = "123456789012";
    private static final String TITAN = "amazon.titan-tg1-large";
    private static final String SONNET_37 = "anthropic.claude-3-7-sonnet-20250219-v1:0";
    private static final String INVALID = "The provided model identifier is invalid.";
    private static final String UNRESOLVED = "Could not resolve the foundation model from the provided model identifier.";

    private static ModelResolver resolver(String... matches) {
        ServingRules rules = new ServingRules(
                List.of(matches).stream().map(match -> new ServingRule(match, "gguf", "/models/m.gguf")).toList());
        return new ModelResolver(FoundationModels.load(), "us-east-1", ACCOUNT, AccountModels.NONE, rules::names);
    }

    private final ModelResolver resolver = resolver();

    private void resolves(String requested, String modelId, @Nullable String profile) {
        ResolvedModel resolved = resolver.resolve(requested);
        assertThat(resolved.requestedId()).isEqualTo(requested);
        assertThat(resolved.modelId()).isEqualTo(modelId);
        assertThat(resolved.model()).isNotNull().extracting(FoundationModel::modelId).isEqualTo(modelId);
        assertThat(resolved.inferenceProfile()).isEqualTo(profile);
    }

    @Test
    void resolvesBaseIds() {
        resolves(TITAN, TITAN, null);
        resolves("anthropic.claude-v2:1", "anthropic.claude-v2:1", null);
    }

    /** Golden case 30. */
    @Test
    void resolvesBaseArns() {
        resolves("arn:aws:bedrock:us-east-1::foundation-model/" + TITAN, TITAN, null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"us", "eu", "apac", "jp", "au", "ca", "us-gov", "global"})
    void resolvesProfilesOfEveryGeography(String geography) {
        String profile = geography + "." + SONNET_37;
        resolves(profile, SONNET_37, profile);
        resolves("arn:aws:bedrock:us-east-1:" + ACCOUNT + ":inference-profile/" + profile, SONNET_37, profile);
    }

    /** Golden case 38, and other ids that are nobody's. */
    @ParameterizedTest
    @ValueSource(strings = {
            "does-not-exist", "Amazon.titan-tg1-large", "amazon.nova-micro", "mars.amazon.nova-micro-v1:0",
            "us.does.not-exist", "us.us.amazon.nova-micro-v1:0", "us.", "abcdefghijkl", "arn:", "arn:aws:bedrock",
            "us.arn:aws:bedrock:us-east-1::foundation-model/amazon.titan-tg1-large",
            "arn:aws:bedrock:us-east-1::foundation-model/does.not-exist",
            "arn:aws:bedrock:us-east-1:123456789012:foundation-model/amazon.titan-tg1-large",
            "arn:aws:bedrock:eu-west-1::foundation-model/amazon.titan-tg1-large",
            "arn:aws:bedrock:us-east-1:999999999999:inference-profile/us.amazon.nova-micro-v1:0",
            "arn:aws:bedrock:us-east-1:123456789012:inference-profile/amazon.nova-micro-v1:0",
            "arn:aws:bedrock:us-east-1:123456789012:guardrail/abc"})
    void refusesInvalidIdentifiers(String modelId) {
        assertThatExceptionOfType(ValidationException.class).isThrownBy(() -> resolver.resolve(modelId))
                .withMessage(INVALID);
    }

    /** Golden case 39. */
    @Test
    void demandsAProfileWhereTheServiceDoes() {
        ValidationException refusal = catchThrowableOfType(
                ValidationException.class,
                () -> resolver.resolve(SONNET_37));
        assertThat(refusal).isNotNull();
        assertThat(refusal.message()).isEqualTo("Invocation of model ID " + SONNET_37
                + " with on-demand throughput isn\u2019t supported. Retry your request with the ID or ARN of an inference"
                + " profile that contains this model.");
        assertThat(refusal.message().getBytes(StandardCharsets.UTF_8)).containsSequence(0xE2, 0x80, 0x99);
    }

    @Test
    void echoesAnArnAsItWasWritten() {
        String arn = "arn:aws:bedrock:us-east-1::foundation-model/amazon.titan-text-lite-v1:0:4k";
        assertThatExceptionOfType(ValidationException.class).isThrownBy(() -> resolver.resolve(arn))
                .withMessageStartingWith(
                        "Invocation of model ID " + arn + " with on-demand throughput isn’t supported.");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "provisioned-model/abcdefghijkl", "custom-model-deployment/abcdefghijkl", "imported-model/abcdefghijkl",
            "application-inference-profile/abcdefghijkl", "custom-model/amazon.titan/abcdefghijkl",
            "default-prompt-router/anthropic.claude:1", "prompt-router/abcdefghijkl"})
    void resourcesThatDoNotExistAreNotFound(String resource) {
        assertThatExceptionOfType(ResourceNotFoundException.class)
                .isThrownBy(() -> resolver.resolve("arn:aws:bedrock:us-east-1:" + ACCOUNT + ":" + resource))
                .withMessage(UNRESOLVED);
    }

    @Test
    void marketplaceEndpointsThatDoNotExistAreNotFound() {
        assertThatExceptionOfType(ResourceNotFoundException.class)
                .isThrownBy(() -> resolver.resolve("arn:aws:sagemaker:us-east-1:" + ACCOUNT + ":endpoint/mine"))
                .withMessage(UNRESOLVED);
    }

    @Test
    void promptsAreNotForInvokeModel() {
        assertThatExceptionOfType(AccessDeniedException.class)
                .isThrownBy(() -> resolver.resolve("arn:aws:bedrock:us-east-1:" + ACCOUNT + ":prompt/ABCDEFGHIJ:1"))
                .withMessage("Your account is not authorized to invoke this API operation with a prompt resource.");
    }

    /** Golden case 40. */
    @Test
    void refusesToStreamWhatDoesNotStream() {
        assertThatExceptionOfType(ValidationException.class)
                .isThrownBy(() -> resolver.requireStreaming(resolver.resolve("amazon.titan-embed-text-v1")))
                .withMessage("The model is unsupported for streaming.");
        assertThatCode(() -> resolver.requireStreaming(resolver.resolve(TITAN))).doesNotThrowAnyException();
    }

    @Test
    void servesTheUsersOwnNames() {
        ModelResolver own = resolver("my-llama", "team.*");
        for (String modelId : List.of("my-llama", "team.chat-v1:0")) {
            ResolvedModel resolved = own.resolve(modelId);
            assertThat(resolved).isEqualTo(new ResolvedModel(modelId, modelId, null, null,
                    "arn:aws:bedrock:us-east-1::foundation-model/" + modelId,
                    List.of("arn:aws:bedrock:us-east-1::foundation-model/" + modelId)));
            assertThatCode(() -> own.requireStreaming(resolved)).doesNotThrowAnyException();
        }
        assertThatExceptionOfType(ValidationException.class).isThrownBy(() -> own.resolve("my-llama-2"))
                .withMessage(INVALID);
    }

    @Test
    void aConfiguredModelNeedsNoProfile() {
        assertThat(resolver("anthropic.*").resolve(SONNET_37).modelId()).isEqualTo(SONNET_37);
        assertThatExceptionOfType(ValidationException.class).as("a rule for whatever comes names no model")
                .isThrownBy(() -> resolver("*").resolve(SONNET_37));
    }

    @Property(tries = 2000)
    void anyTextResolvesOrIsRefused(@ForAll String modelId) {
        try {
            resolver.resolve(modelId);
        } catch (ServiceException refused) {
            assertThat(refused.status()).isBetween(400, 404);
        }
    }
}
