package dev.outcrop.it;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.outcrop.it.testing.RunningOutcrop;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.BedrockRuntimeException;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelResponse;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.ValidationException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The SDK for Java, unmodified: synchronous on HTTP/1.1, asynchronous on HTTP/2, answered by the embedded model. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JavaSdkTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final RunningOutcrop outcrop = new RunningOutcrop(Path.of("target", "java-sdk").toAbsolutePath());
    private final BedrockRuntimeClient runtime = outcrop.runtime();
    private final BedrockRuntimeAsyncClient async = outcrop.runtimeAsync();

    @AfterAll
    void stop() {
        runtime.close();
        async.close();
        outcrop.close();
    }

    static List<Calls> calls() {
        return Calls.ALL;
    }

    @ParameterizedTest
    @MethodSource("calls")
    void invokesEveryFamily(Calls call) {
        InvokeModelResponse response = runtime
                .invokeModel(r -> r.modelId(call.modelId()).body(SdkBytes.fromUtf8String(call.body())));
        assertThat(response.contentType()).isEqualTo("application/json");
        assertThat(response.responseMetadata().requestId()).matches("[0-9a-f-]{36}");
        JsonNode body = JSON.readTree(response.body().asByteArray());
        assertThat(body.at(call.answer()).stringValue()).isNotBlank();
    }

    @ParameterizedTest
    @MethodSource("calls")
    void streamsEveryFamily(Calls call) {
        // Writer's stream ends with a string.
        List<JsonNode> chunks = stream(call.modelId(), call.body()).stream().filter(JsonNode::isObject).toList();
        StringBuilder text = new StringBuilder();
        chunks.forEach(chunk -> text.append(chunk.at(call.delta()).asString("")));
        assertThat(text.toString()).isNotBlank();
        JsonNode metrics = chunks.getLast().path("amazon-bedrock-invocationMetrics");
        assertThat(metrics.path("inputTokenCount").intValue()).isPositive();
        assertThat(metrics.path("outputTokenCount").intValue()).isPositive();
        assertThat(chunks.subList(0, chunks.size() - 1))
                .allSatisfy(chunk -> assertThat(chunk.has("amazon-bedrock-invocationMetrics")).isFalse());
    }

    @Test
    void jurassicAnswersWholeAndDoesNotStream() {
        String body = "{\"prompt\":\"Hello!\",\"maxTokens\":24}";
        JsonNode whole = JSON.readTree(runtime.invokeModel(
                r -> r.modelId("ai21.j2-mid-v1").body(SdkBytes.fromUtf8String(body))).body().asByteArray());
        assertThat(whole.at("/completions/0/data/text").stringValue()).isNotBlank();
        assertThatThrownBy(() -> stream("ai21.j2-mid-v1", body))
                .hasMessageContaining("The model is unsupported for streaming.");
    }

    @Test
    void severalAnswersComeInOneBodyAndInterleavedInOneStream() {
        String body = "{\"prompt\":\"Name a colour.\",\"max_tokens\":8,\"num_generations\":3,\"stream\":true}";
        String model = "cohere.command-text-v14";
        JsonNode generations = JSON.readTree(
                runtime.invokeModel(r -> r.modelId(model).body(SdkBytes.fromUtf8String(body))).body().asByteArray())
                .path("generations");
        assertThat(generations).hasSize(3);
        assertThat(generations.valueStream().map(each -> each.path("id").stringValue())).doesNotHaveDuplicates();
        List<JsonNode> chunks = stream(model, body);
        assertThat(chunks.subList(0, chunks.size() - 1)).extracting(chunk -> chunk.path("index").intValue())
                .contains(0, 1, 2);
        assertThat(chunks.getLast().path("is_finished").booleanValue()).isTrue();
        assertThat(chunks.getLast().at("/amazon-bedrock-invocationMetrics/inputTokenCount").intValue() % 3).isZero();
    }

    @Test
    void greedyAnswersAreTheSameStreamedOrNotAndBothTimes() {
        String body = "{\"inputText\":\"List three fruits.\",\"textGenerationConfig\":{\"temperature\":0,\"maxTokenCount\":40}}";
        String model = "amazon.titan-text-express-v1";
        StringBuilder streamed = new StringBuilder();
        stream(model, body).forEach(chunk -> streamed.append(chunk.path("outputText").asString("")));
        for (int i = 0; i < 2; i++) {
            JsonNode whole = JSON.readTree(runtime.invokeModel(
                    r -> r.modelId(model).body(SdkBytes.fromUtf8String(body)))
                    .body()
                    .asByteArray());
            assertThat(whole.at("/results/0/outputText").stringValue()).isEqualTo(streamed.toString());
        }
    }

    @Test
    void errorsAreTheSdksTypedErrors() {
        assertThatThrownBy(() -> runtime.invokeModel(
                r -> r.modelId("does-not-exist").body(SdkBytes.fromUtf8String("{}"))))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("The provided model identifier is invalid.");
        assertThatThrownBy(() -> runtime.invokeModel(r -> r.modelId("meta.llama3-8b-instruct-v1:0")
                .body(SdkBytes.fromUtf8String("{\"prompt\":\"a\",\"top_k\":3}"))))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("Malformed input request: #: extraneous key [top_k] is not permitted");
        assertThatThrownBy(() -> stream("amazon.titan-embed-text-v1", "{\"inputText\":\"a\"}"))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("The model is unsupported for streaming.");
    }

    @Test
    void whatIsNotBuiltNamesItself() {
        assertThatThrownBy(() -> runtime.listAsyncInvokes(r -> r.maxResults(5)))
                .isInstanceOf(BedrockRuntimeException.class)
                .hasMessageContaining(
                        "ListAsyncInvokes of Amazon Bedrock Runtime is not available in this version of Outcrop.")
                .extracting(e -> ((BedrockRuntimeException) e).statusCode())
                .isEqualTo(501);
    }

    private List<JsonNode> stream(String modelId, String body) {
        List<JsonNode> chunks = new CopyOnWriteArrayList<>();
        InvokeModelWithResponseStreamResponseHandler handler = InvokeModelWithResponseStreamResponseHandler.builder()
                .subscriber(InvokeModelWithResponseStreamResponseHandler.Visitor.builder()
                        .onChunk(part -> chunks.add(JSON.readTree(part.bytes().asByteArray())))
                        .build())
                .build();
        async.invokeModelWithResponseStream(
                r -> r.modelId(modelId).body(SdkBytes.fromUtf8String(body)), handler)
                .join();
        return chunks;
    }
}
