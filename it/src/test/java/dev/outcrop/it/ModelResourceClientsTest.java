package dev.outcrop.it;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.outcrop.it.testing.RunningOutcrop;
import dev.outcrop.it.testing.SdkClients;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrock.BedrockClient;
import software.amazon.awssdk.services.bedrock.model.CommitmentDuration;
import software.amazon.awssdk.services.bedrock.model.ConflictException;
import software.amazon.awssdk.services.bedrock.model.GetProvisionedModelThroughputResponse;
import software.amazon.awssdk.services.bedrock.model.InferenceProfileSummary;
import software.amazon.awssdk.services.bedrock.model.InferenceProfileType;
import software.amazon.awssdk.services.bedrock.model.ProvisionedModelStatus;
import software.amazon.awssdk.services.bedrock.model.ProvisionedModelSummary;
import software.amazon.awssdk.services.bedrock.model.ResourceNotFoundException;
import software.amazon.awssdk.services.bedrock.model.ServiceQuotaExceededException;
import software.amazon.awssdk.services.bedrock.model.SortOrder;
import software.amazon.awssdk.services.bedrock.model.Tag;
import software.amazon.awssdk.services.bedrock.model.ValidationException;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamResponseHandler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What stands for models, made, listed, tagged and invoked through the unmodified SDK. */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModelResourceClientsTest {
    private static final String PLACE = "arn:aws:bedrock:us-east-1:123456789012:";
    private static final String NOVA = "us.amazon.nova-lite-v1:0";
    private static final String TITAN = "arn:aws:bedrock:us-east-1::foundation-model/amazon.titan-text-express-v1";
    private static final String NOVA_BODY = """
            {"messages":[{"role":"user","content":[{"text":"Hello"}]}],"inferenceConfig":{"maxTokens":4}}""";
    private static final String TITAN_BODY = """
            {"inputText":"Hello","textGenerationConfig":{"maxTokenCount":4}}""";

    private final RunningOutcrop outcrop = new RunningOutcrop(Path.of("target", "resources").toAbsolutePath());
    private final BedrockClient control = SdkClients.control(outcrop.endpoint());
    private final BedrockRuntimeClient runtime = outcrop.runtime();
    private final BedrockRuntimeAsyncClient async = outcrop.runtimeAsync();

    @AfterAll
    void stop() {
        control.close();
        runtime.close();
        async.close();
        outcrop.close();
    }

    private void answers(String modelId, String body) {
        assertThat(runtime.invokeModel(r -> r.modelId(modelId).body(SdkBytes.fromUtf8String(body))).body()
                .asUtf8String()).as(modelId).startsWith("{");
        List<String> chunks = new ArrayList<>();
        async.invokeModelWithResponseStream(
                r -> r.modelId(modelId).body(SdkBytes.fromUtf8String(body)),
                InvokeModelWithResponseStreamResponseHandler.builder()
                        .subscriber(InvokeModelWithResponseStreamResponseHandler.Visitor.builder()
                                .onChunk(part -> chunks.add(part.bytes().asUtf8String()))
                                .build())
                        .build())
                .join();
        assertThat(chunks).as(modelId).isNotEmpty();
    }

    @Test
    void everyKindOfProfileIsInvoked() {
        answers(NOVA, NOVA_BODY);
        answers(PLACE + "inference-profile/" + NOVA, NOVA_BODY);
        String ofProfile = control.createInferenceProfile(r -> r.inferenceProfileName("of a profile")
                .modelSource(source -> source.copyFrom(PLACE + "inference-profile/" + NOVA))
                .tags(Tag.builder().key("team").value("blue").build())).inferenceProfileArn();
        answers(ofProfile, NOVA_BODY);
        String ofModel = control.createInferenceProfile(r -> r.inferenceProfileName("of a model")
                .modelSource(source -> source.copyFrom(TITAN))).inferenceProfileArn();
        answers(ofModel, TITAN_BODY);
        assertThat(control.getInferenceProfile(r -> r.inferenceProfileIdentifier(ofProfile)))
                .satisfies(profile -> {
                    assertThat(profile.type()).isEqualTo(InferenceProfileType.APPLICATION);
                    assertThat(profile.createdAt()).isNotNull();
                    assertThat(profile.models()).hasSize(3);
                });
        assertThat(control.listTagsForResource(r -> r.resourceARN(ofProfile)).tags())
                .containsExactly(Tag.builder().key("team").value("blue").build());
        assertThat(control.listInferenceProfilesPaginator(
                r -> r.maxResults(1).typeEquals(InferenceProfileType.APPLICATION)).inferenceProfileSummaries())
                .extracting(InferenceProfileSummary::inferenceProfileArn)
                .contains(ofProfile, ofModel);
        assertThat(control.listInferenceProfilesPaginator(r -> r.maxResults(25)).inferenceProfileSummaries())
                .extracting(InferenceProfileSummary::inferenceProfileId)
                .contains(NOVA)
                .doesNotHaveDuplicates();
        control.deleteInferenceProfile(r -> r.inferenceProfileIdentifier(ofModel));
        assertThatThrownBy(() -> control.getInferenceProfile(r -> r.inferenceProfileIdentifier(ofModel)))
                .isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> answers(ofModel, TITAN_BODY)).isInstanceOf(
                software.amazon.awssdk.services.bedrockruntime.model.ResourceNotFoundException.class);
        assertThatThrownBy(() -> control.deleteInferenceProfile(r -> r.inferenceProfileIdentifier(NOVA)))
                .isInstanceOf(ValidationException.class);
    }

    @Test
    void provisionedThroughputIsMadeInvokedListedAndDeleted() {
        String arn = provision("first", 2, null);
        String second = provision("second", 1, CommitmentDuration.ONE_MONTH);
        answers(arn, TITAN_BODY);
        answers("second", TITAN_BODY);
        control.updateProvisionedModelThroughput(
                r -> r.provisionedModelId(arn).desiredProvisionedModelName("renamed"));
        assertThat(control.listProvisionedModelThroughputsPaginator(
                r -> r.maxResults(1).sortOrder(SortOrder.ASCENDING)).provisionedModelSummaries())
                .extracting(ProvisionedModelSummary::provisionedModelName)
                .containsExactly("renamed", "second");
        assertThatThrownBy(() -> control.deleteProvisionedModelThroughput(r -> r.provisionedModelId(second)))
                .isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> provision("too-much", 1_000, null))
                .isInstanceOf(ServiceQuotaExceededException.class);
        control.deleteProvisionedModelThroughput(r -> r.provisionedModelId(arn));
        assertThatThrownBy(() -> answers(arn, TITAN_BODY)).isInstanceOf(
                software.amazon.awssdk.services.bedrockruntime.model.ResourceNotFoundException.class);
    }

    /** Makes one and waits for it: the SDK itself repeats what is answered while it is not ready. */
    private String provision(String name, int units, @Nullable CommitmentDuration commitment) {
        String arn = control.createProvisionedModelThroughput(r -> r.provisionedModelName(name)
                .modelId("amazon.titan-text-express-v1:0:8k")
                .modelUnits(units)
                .commitmentDuration(commitment)).provisionedModelArn();
        GetProvisionedModelThroughputResponse made;
        do {
            made = control.getProvisionedModelThroughput(r -> r.provisionedModelId(arn));
        } while (made.status() == ProvisionedModelStatus.CREATING);
        assertThat(made.status()).isEqualTo(ProvisionedModelStatus.IN_SERVICE);
        assertThat(made.modelUnits()).isEqualTo(units);
        return arn;
    }
}
