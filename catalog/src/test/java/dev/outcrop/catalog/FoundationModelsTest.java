package dev.outcrop.catalog;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import dev.outcrop.wire.error.ResourceNotFoundException;
import dev.outcrop.wire.error.ValidationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FoundationModelsTest {
    private static final String REGION = "us-east-1";
    private static final FoundationModels MODELS = FoundationModels.load();

    @Test
    void holdsEveryModelOnce() {
        assertThat(MODELS.all()).hasSize(152).extracting(FoundationModel::modelId).doesNotHaveDuplicates();
    }

    @Test
    void everyRowIsWellFormed() {
        assertThat(MODELS.all()).allSatisfy(model -> {
            assertThat(model.modelId()).matches("[a-z0-9-]{1,63}[.][a-z0-9-]{1,63}([.:]?[a-z0-9-]{1,63})*");
            assertThat(model.modelName()).isNotBlank().isEqualTo(model.modelName().strip());
            assertThat(model.providerName()).matches("[A-Za-z0-9. ]{1,20}");
            assertThat(model.inputModalities()).isNotEmpty().isSubsetOf("TEXT", "IMAGE", "VIDEO", "SPEECH", "AUDIO");
            assertThat(model.outputModalities()).isNotEmpty()
                    .isSubsetOf("TEXT", "IMAGE", "VIDEO", "SPEECH", "EMBEDDING");
            assertThat(model.customizationsSupported())
                    .isSubsetOf("FINE_TUNING", "CONTINUED_PRE_TRAINING", "DISTILLATION");
            assertThat(model.inferenceTypesSupported()).isSubsetOf("ON_DEMAND", "PROVISIONED", "INFERENCE_PROFILE");
        });
    }

    @Test
    void readsARowWhole() {
        assertThat(MODELS.get("amazon.titan-text-lite-v1:0:4k", REGION)).isEqualTo(new FoundationModel(
                "amazon.titan-text-lite-v1:0:4k",
                "Titan Text G1 - Lite",
                "Amazon",
                List.of("TEXT"),
                List.of("TEXT"),
                true,
                List.of("FINE_TUNING", "CONTINUED_PRE_TRAINING"),
                List.of("PROVISIONED"),
                FoundationModel.Lifecycle.LEGACY));
    }

    @ParameterizedTest
    @CsvSource({
            "amazon.titan-text-express-v1, LEGACY", "anthropic.claude-v2:1, LEGACY",
            "anthropic.claude-3-7-sonnet-20250219-v1:0, LEGACY", "cohere.command-text-v14, LEGACY",
            "meta.llama2-13b-chat-v1, LEGACY", "anthropic.claude-3-haiku-20240307-v1:0, ACTIVE",
            "amazon.nova-micro-v1:0, ACTIVE", "meta.llama3-8b-instruct-v1:0, ACTIVE",
            "stability.stable-image-core-v1:0, LEGACY", "stability.stable-image-core-v1:1, ACTIVE"})
    void knowsWhatHasGrownOld(String modelId, FoundationModel.Lifecycle lifecycle) {
        assertThat(MODELS.get(modelId, REGION).lifecycle()).isEqualTo(lifecycle);
    }

    @Test
    void variantsOfAContextLengthAreNotOnDemand() {
        assertThat(MODELS.all().stream().filter(model -> model.modelId().matches(".*:([0-9]+k|512|mm)")))
                .hasSizeGreaterThan(20)
                .noneMatch(FoundationModel::isOnDemand);
    }

    @Test
    void findsByIdAndByArn() {
        FoundationModel model = MODELS.get("amazon.titan-tg1-large", REGION);
        assertThat(model.arn(REGION)).isEqualTo("arn:aws:bedrock:us-east-1::foundation-model/amazon.titan-tg1-large");
        assertThat(MODELS.get(model.arn(REGION), REGION)).isSameAs(model);
        assertThat(model.arn("us-gov-west-1"))
                .isEqualTo("arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/amazon.titan-tg1-large");
        assertThat(MODELS.get(model.arn("us-gov-west-1"), "us-gov-west-1")).isSameAs(model);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "does-not-exist", "", "Amazon.titan-tg1-large", "amazon.titan-text-premier-v1",
            "us.amazon.nova-micro-v1:0"})
    void refusesUnknownIds(String modelId) {
        assertThatExceptionOfType(ValidationException.class).isThrownBy(() -> MODELS.get(modelId, REGION))
                .withMessage("The provided model identifier is invalid.");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "arn:aws:bedrock:us-east-1::foundation-model/does.not-exist",
            "arn:aws:bedrock:eu-west-1::foundation-model/amazon.titan-tg1-large",
            "arn:aws:bedrock:us-east-1:123456789012:custom-model/amazon.titan-tg1-large/abcdefghijkl", "arn:"})
    void refusesArnsThatNameNoModelHere(String arn) {
        assertThatExceptionOfType(ResourceNotFoundException.class).isThrownBy(() -> MODELS.get(arn, REGION))
                .withMessage("Could not resolve the foundation model from the provided model identifier.");
    }

    @Test
    void listsAllInTheTablesOrder() {
        assertThat(MODELS.list(ModelFilter.ALL)).containsExactlyElementsOf(MODELS.all());
    }

    @Test
    void filtersByProviderInAnyCase() {
        Stream.of("Meta", "meta", "META").forEach(
                provider -> assertThat(MODELS.list(new ModelFilter(provider, null, null, null))).hasSize(20)
                        .allSatisfy(model -> assertThat(model.providerName()).isEqualTo("Meta")));
        assertThat(MODELS.list(new ModelFilter("Nobody", null, null, null))).isEmpty();
    }

    @Test
    void filtersByMembershipInEachList() {
        assertThat(MODELS.list(new ModelFilter(null, "DISTILLATION", null, null))).isNotEmpty()
                .allSatisfy(model -> assertThat(model.customizationsSupported()).contains("DISTILLATION"));
        assertThat(MODELS.list(new ModelFilter(null, null, "EMBEDDING", null))).isNotEmpty()
                .allSatisfy(model -> assertThat(model.outputModalities()).contains("EMBEDDING"));
        assertThat(MODELS.list(new ModelFilter(null, null, null, "PROVISIONED"))).isNotEmpty()
                .allSatisfy(model -> assertThat(model.inferenceTypesSupported()).contains("PROVISIONED"));
    }

    @Test
    void filtersMustAllHold() {
        assertThat(MODELS.list(new ModelFilter("amazon", "FINE_TUNING", "IMAGE", "ON_DEMAND")))
                .extracting(FoundationModel::modelId)
                .containsExactly("amazon.titan-image-generator-v2:0", "amazon.nova-canvas-v1:0");
    }

    @Test
    void textModelsStreamAndEmbeddingModelsDoNot() {
        Set<String> silent = Set.of("ai21.j2-mid-v1", "ai21.j2-ultra-v1", "amazon.rerank-v1:0", "cohere.rerank-v3-5:0");
        assertThat(MODELS.list(new ModelFilter(null, null, "TEXT", null))).filteredOn(
                model -> !model.responseStreamingSupported()).extracting(FoundationModel::modelId)
                .containsExactlyInAnyOrderElementsOf(silent);
        assertThat(MODELS.list(new ModelFilter(null, null, "EMBEDDING", null)))
                .noneMatch(FoundationModel::responseStreamingSupported);
    }
}
