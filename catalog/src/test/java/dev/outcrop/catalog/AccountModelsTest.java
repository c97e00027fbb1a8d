package dev.outcrop.catalog;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import dev.outcrop.catalog.AccountModel.Readiness;
import dev.outcrop.wire.error.ModelNotReadyException;
import dev.outcrop.wire.error.ResourceNotFoundException;
import dev.outcrop.wire.error.ValidationException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What an account has made, resolved. */
class AccountModelsTest {
    private static final String PLACE = "arn:aws:bedrock:us-east-1:123456789012:";
    private static final String FOUNDATION = "arn:aws:bedrock:us-east-1::foundation-model/";
    private static final String TITAN = "amazon.titan-text-express-v1";
    private static final String NOVA = "amazon.nova-premier-v1:0";
    private static final String CUSTOM = PLACE + "custom-model/imported/custom000000";

    private final Map<String, AccountModel> made = new HashMap<>();
    private final ModelResolver resolver = new ModelResolver(FoundationModels.load(), "us-east-1", "123456789012",
            new AccountModels() {
                @Override
                public Optional<AccountModel> find(String arn) {
                    return Optional.ofNullable(made.get(arn));
                }

                @Override
                public Optional<AccountModel.Provisioned> provisioned(String idOrName) {
                    return find(PLACE + "provisioned-model/" + idOrName).map(AccountModel.Provisioned.class::cast);
                }
            }, id -> id.equals("mine"));

    private String has(AccountModel model) {
        made.put(model.arn(), model);
        return model.arn();
    }

    private String provisioned(String modelArn, Readiness readiness) {
        return has(new AccountModel.Provisioned(PLACE + "provisioned-model/capacity0000", modelArn, 3, readiness));
    }

    @Test
    void anApplicationProfileIsWhatItWasCopiedFrom() {
        String ofModel = has(new AccountModel.Profile(PLACE + "application-inference-profile/a", FOUNDATION + TITAN));
        ResolvedModel plain = resolver.resolve(ofModel);
        assertThat(plain.requestedId()).isEqualTo(ofModel);
        assertThat(plain.modelId()).isEqualTo(TITAN);
        assertThat(plain.inferenceProfile()).isNull();
        assertThat(plain.resourceArn()).isEqualTo(ofModel);
        assertThat(plain.inferenceProfileArn()).isEqualTo(ofModel);
        assertThat(plain.modelArns()).containsExactly(FOUNDATION + TITAN);

        String ofProfile = has(new AccountModel.Profile(
                PLACE + "application-inference-profile/b", PLACE + "inference-profile/us." + NOVA));
        ResolvedModel crossing = resolver.resolve(ofProfile);
        assertThat(crossing.modelId()).isEqualTo(NOVA);
        assertThat(crossing.inferenceProfile()).isEqualTo("us." + NOVA);
        assertThat(crossing.inferenceProfileArn()).isEqualTo(ofProfile);
        assertThat(crossing.modelArns()).containsExactly(FOUNDATION + NOVA,
                "arn:aws:bedrock:us-east-2::foundation-model/" + NOVA,
                "arn:aws:bedrock:us-west-2::foundation-model/" + NOVA);
        assertThat(crossing.ownModelArn()).isEmpty();
    }

    @Test
    void provisionedThroughputServesWhatCannotBeInvokedOnDemand() {
        String arn = provisioned(FOUNDATION + "amazon.titan-text-express-v1:0:8k", Readiness.READY);
        for (String name : new String[]{arn, "capacity0000"}) {
            ResolvedModel resolved = resolver.resolve(name);
            assertThat(resolved.requestedId()).isEqualTo(name);
            assertThat(resolved.modelId()).isEqualTo("amazon.titan-text-express-v1:0:8k");
            assertThat(resolved.resourceArn()).isEqualTo(arn);
            assertThat(resolved.provisionedModelArn()).isEqualTo(arn);
            assertThat(resolved.inferenceProfileArn()).isNull();
        }
    }

    @Test
    void callersAreToWaitWhileSomethingIsMadeReady() {
        String arn = provisioned(FOUNDATION + TITAN, Readiness.PREPARING);
        assertThatExceptionOfType(ModelNotReadyException.class).isThrownBy(() -> resolver.resolve(arn));
        provisioned(FOUNDATION + TITAN, Readiness.FAILED);
        assertThatExceptionOfType(ValidationException.class).isThrownBy(() -> resolver.resolve(arn));
        has(new AccountModel.Custom(CUSTOM, Readiness.PREPARING));
        provisioned(CUSTOM, Readiness.READY);
        assertThatExceptionOfType(ModelNotReadyException.class).isThrownBy(() -> resolver.resolve(arn));
    }

    @Test
    void whatIsDeletedIsNotFound() {
        String arn = provisioned(FOUNDATION + TITAN, Readiness.READY);
        made.clear();
        assertThatExceptionOfType(ResourceNotFoundException.class).isThrownBy(() -> resolver.resolve(arn));
        provisioned(CUSTOM, Readiness.READY);
        assertThatExceptionOfType(ResourceNotFoundException.class).as("its model").isThrownBy(
                () -> resolver.resolve(arn));
    }

    @Test
    void aCustomModelAnswersByWayOfADeployment() {
        has(new AccountModel.Custom(CUSTOM, Readiness.READY));
        String deployment = has(new AccountModel.Deployment(
                PLACE + "custom-model-deployment/deploy000000", CUSTOM, Readiness.READY));
        ResolvedModel resolved = resolver.resolve(deployment);
        assertThat(resolved.modelId()).isEqualTo("custom-model/imported/custom000000");
        assertThat(resolved.model()).isNull();
        assertThat(resolved.resourceArn()).isEqualTo(deployment);
        assertThat(resolved.modelArns()).containsExactly(CUSTOM);
        assertThat(resolved.ownModelArn()).hasValue(CUSTOM);
        assertThatExceptionOfType(ValidationException.class).isThrownBy(() -> resolver.resolve(CUSTOM))
                .withMessageStartingWith("Invocation of model ID " + CUSTOM + " with on-demand throughput");
    }

    @Test
    void anImportedModelHasWeightsOfItsOwn() {
        String arn = has(new AccountModel.Imported(PLACE + "imported-model/import000000"));
        ResolvedModel resolved = resolver.resolve(arn);
        assertThat(resolved.modelId()).isEqualTo("imported-model/import000000");
        assertThat(resolved.ownModelArn()).hasValue(arn);
        assertThat(resolved.resourceArn()).isEqualTo(arn);
        assertThat(resolver.resolve("mine").ownModelArn()).as("an id of the configuration").isEmpty();
    }
}
