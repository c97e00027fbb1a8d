package dev.outcrop.it;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.outcrop.it.testing.NodeScript;
import dev.outcrop.it.testing.RunningOutcrop;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.ApplyGuardrailResponse;
import software.amazon.awssdk.services.bedrockruntime.model.GuardrailAction;
import software.amazon.awssdk.services.bedrockruntime.model.GuardrailContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.GuardrailContentSource;
import software.amazon.awssdk.services.bedrockruntime.model.GuardrailPiiEntityType;
import software.amazon.awssdk.services.bedrockruntime.model.GuardrailSensitiveInformationPolicyAction;
import software.amazon.awssdk.services.bedrockruntime.model.GuardrailTextBlock;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.Trace;
import software.amazon.awssdk.services.bedrockruntime.model.ValidationException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Guardrails as applications use them: made and enforced through unmodified SDKs, with the embedded model behind. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GuardrailClientsTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String TITAN = "amazon.titan-text-express-v1";
    private static final String BLOCKED = "I must not talk about this.";

    private final RunningOutcrop outcrop = new RunningOutcrop(Path.of("target", "guardrails").toAbsolutePath());
    private final BedrockRuntimeClient runtime = outcrop.runtime();
    private final BedrockRuntimeAsyncClient async = outcrop.runtimeAsync();

    @AfterAll
    void stop() {
        runtime.close();
        async.close();
        outcrop.close();
    }

    @Test
    void javaSeesWhatAGuardrailDoes() throws Exception {
        String id = create();
        String blocked = new String(
                runtime.invokeModel(r -> r.modelId(TITAN)
                        .guardrailIdentifier(id)
                        .guardrailVersion("DRAFT")
                        .trace(Trace.ENABLED)
                        .body(SdkBytes.fromUtf8String("{\"inputText\":\"What is Project Lantern?\"}")))
                        .body()
                        .asByteArray(),
                StandardCharsets.UTF_8);
        JsonNode body = JSON.readTree(blocked);
        assertThat(body.at("/results/0/outputText").stringValue()).isEqualTo(BLOCKED);
        assertThat(body.path("amazon-bedrock-guardrailAction").stringValue()).isEqualTo("INTERVENED");
        assertThat(body.at("/amazon-bedrock-trace/guardrail/input/" + id + "/wordPolicy/customWords/0/match")
                .stringValue()).isEqualTo("Project Lantern");

        List<JsonNode> chunks = new ArrayList<>();
        async.invokeModelWithResponseStream(
                r -> r.modelId(TITAN)
                        .guardrailIdentifier(id)
                        .guardrailVersion("DRAFT")
                        .body(SdkBytes.fromUtf8String("{\"inputText\":\"What is project lantern?\"}")),
                InvokeModelWithResponseStreamResponseHandler.builder()
                        .subscriber(InvokeModelWithResponseStreamResponseHandler.Visitor.builder()
                                .onChunk(part -> chunks.add(JSON.readTree(part.bytes().asByteArray())))
                                .build())
                        .build())
                .join();
        assertThat(chunks.getFirst().path("outputText").stringValue()).isEqualTo(BLOCKED);

        ApplyGuardrailResponse masked = runtime.applyGuardrail(r -> r.guardrailIdentifier(id)
                .guardrailVersion("DRAFT")
                .source(GuardrailContentSource.OUTPUT)
                .content(GuardrailContentBlock.fromText(
                        GuardrailTextBlock.builder().text("Write to desk@example.com.").build())));
        assertThat(masked.action()).isEqualTo(GuardrailAction.GUARDRAIL_INTERVENED);
        assertThat(masked.outputs().getFirst().text()).isEqualTo("Write to {EMAIL}.");
        assertThat(masked.assessments().getFirst().sensitiveInformationPolicy().piiEntities().getFirst())
                .satisfies(entity -> {
                    assertThat(entity.type()).isEqualTo(GuardrailPiiEntityType.EMAIL);
                    assertThat(entity.action()).isEqualTo(GuardrailSensitiveInformationPolicyAction.ANONYMIZED);
                    assertThat(entity.match()).isEqualTo("desk@example.com");
                });
        assertThat(masked.usage().sensitiveInformationPolicyUnits()).isEqualTo(1);

        assertThatThrownBy(() -> runtime.invokeModel(r -> r.modelId(TITAN)
                .guardrailIdentifier(id)
                .guardrailVersion("7")
                .body(SdkBytes.fromUtf8String("{\"inputText\":\"Hi\"}"))))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("The guardrail identifier or version provided in the request does not exist.");
    }

    /** By plain HTTP: the SDK for Java keeps the control plane in another library. */
    private String create() throws Exception {
        String request = """
                {"name":"from-java","blockedInputMessaging":"%s","blockedOutputsMessaging":"%s",
                 "wordPolicyConfig":{"wordsConfig":[{"text":"Project Lantern"}]},
                 "sensitiveInformationPolicyConfig":{"piiEntitiesConfig":[{"type":"EMAIL","action":"ANONYMIZE"}]}}
                """.formatted(BLOCKED, BLOCKED);
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(outcrop.endpoint().resolve("/guardrails"))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(request))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
            return JSON.readTree(response.body()).path("guardrailId").stringValue();
        }
    }

    @Test
    void javaScriptMakesUsesAndDeletesAGuardrail() throws Exception {
        List<JsonNode> steps = NodeScript.run(null, "guardrails.mjs", outcrop.endpoint());
        JsonNode created = step(steps, "create", 0);
        assertThat(created.path("version").stringValue()).isEqualTo("DRAFT");
        assertThat(created.path("arn").stringValue())
                .matches("arn:aws:bedrock:us-east-1:123456789012:guardrail/[a-z0-9]{12}");
        assertThat(created.path("dated").booleanValue()).isTrue();
        assertThat(step(steps, "again", 0).path("same").booleanValue()).isTrue();
        assertThat(step(steps, "version", 0).path("version").stringValue()).isEqualTo("1");
        assertThat(step(steps, "get", 0).path("status").stringValue()).isEqualTo("READY");
        assertThat(step(steps, "get", 0).at("/words/0/text").stringValue()).isEqualTo("Project Lantern");
        assertThat(step(steps, "get", 0).path("topics").isNull()).isTrue();
        assertThat(step(steps, "tags", 0).at("/tags/0/value").stringValue()).isEqualTo("blue");

        JsonNode blocked = step(steps, "invoke", 0).path("body");
        assertThat(blocked.at("/content/0/text").stringValue()).isEqualTo("Not this <question> 🚧.");
        assertThat(blocked.path("amazon-bedrock-guardrailAction").stringValue()).isEqualTo("INTERVENED");
        assertThat(blocked.at("/usage/output_tokens").intValue()).isZero();
        JsonNode chunks = step(steps, "stream", 0).path("chunks");
        assertThat(chunks).hasSize(6);
        assertThat(chunks.get(2).at("/delta/text").stringValue()).isEqualTo("Not this <question> 🚧.");
        assertThat(chunks.get(5).has("amazon-bedrock-trace")).isTrue();
        JsonNode passed = step(steps, "invoke", 1).path("body");
        assertThat(passed.path("amazon-bedrock-guardrailAction").stringValue()).isEqualTo("NONE");
        assertThat(passed.at("/usage/output_tokens").intValue()).isPositive();
        JsonNode last = step(steps, "stream", 1).path("chunks");
        assertThat(last.get(last.size() - 1).path("amazon-bedrock-guardrailAction").stringValue()).isEqualTo("NONE");

        assertThat(step(steps, "apply", 0).at("/outputs/0/text").stringValue())
                .isEqualTo("Mail {EMAIL} about {CaseNumber}.");
        assertThat(step(steps, "apply", 1).path("action").stringValue()).as("version 1").isEqualTo("NONE");
        assertThat(step(steps, "apply", 2).path("action").stringValue()).as("DRAFT").isEqualTo("GUARDRAIL_INTERVENED");
        assertThat(step(steps, "list", 0).path("versions").toString()).isEqualTo("[\"DRAFT\",\"1\"]");
        assertThat(step(steps, "deleted", 0).path("name").stringValue()).isEqualTo("ResourceNotFoundException");
        assertThat(step(steps, "deleted", 1).path("name").stringValue()).isEqualTo("ValidationException");
    }

    private static JsonNode step(List<JsonNode> steps, String name, int index) {
        return steps.stream().filter(step -> step.path("step").stringValue().equals(name)).toList().get(index);
    }
}
