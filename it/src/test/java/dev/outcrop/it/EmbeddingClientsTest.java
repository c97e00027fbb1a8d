package dev.outcrop.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import dev.outcrop.it.testing.NodeScript;
import dev.outcrop.it.testing.RunningOutcrop;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ValidationException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/**
 * Every embedding and reranking family through the SDKs for Java and JavaScript: the golden cases 4 to 8, 19 to 21 and 40.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddingClientsTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** One call, and what its answer must be. */
    private record Case(String name, String modelId, String body, Consumer<JsonNode> check) {}

    private static final List<Case> CASES = List.of(
            new Case("golden 4", "amazon.titan-embed-text-v1", "{'inputText':'Hello World!'}", body -> {
                assertThat(body.propertyNames()).containsExactlyInAnyOrder("embedding", "inputTextTokenCount");
                assertThat(body.path("embedding")).hasSize(1_536);
            }),
            new Case("golden 5", "amazon.titan-embed-text-v2:0", "{'inputText':'a','dimensions':256}", body -> {
                assertThat(body.path("embedding")).hasSize(256);
                assertThat(length(body.path("embedding"))).isCloseTo(1, within(1e-3));
                assertThat(body.at("/embeddingsByType/float")).isEqualTo(body.path("embedding"));
            }),
            new Case("golden 6", "amazon.titan-embed-text-v2:0", "{'inputText':'a','embeddingTypes':['binary']}",
                    body -> {
                        assertThat(body.has("embedding")).isFalse();
                        assertThat(body.path("embeddingsByType").propertyNames()).containsExactly("binary");
                        assertThat(body.at("/embeddingsByType/binary")).hasSize(1_024)
                                .allMatch(bit -> bit.intValue() == 0 || bit.intValue() == 1);
                    }),
            new Case("golden 7", "amazon.titan-embed-text-v2:0", "{'inputText':'a','normalize':false}",
                    body -> assertThat(body.path("embedding")).hasSize(1_024)),
            new Case("golden 8", "amazon.titan-embed-image-v1",
                    "{'inputText':'a','embeddingConfig':{'outputEmbeddingLength':384}}",
                    body -> assertThat(body.path("embedding")).hasSize(384)),
            new Case("golden 19", "cohere.embed-english-v3",
                    "{'texts':['Hello World!','b'],'input_type':'search_document'}", body -> {
                        assertThat(body.path("embeddings")).hasSize(2)
                                .allSatisfy(vector -> assertThat(vector).hasSize(1_024));
                        assertThat(body.path("response_type").stringValue()).isEqualTo("embeddings_floats");
                        assertThat(body.at("/texts/0").stringValue()).isEqualTo("hello world!");
                    }),
            new Case("golden 20", "cohere.embed-english-v3",
                    "{'texts':['Hello World!','b'],'input_type':'search_document',"
                            + "'embedding_types':['int8','float']}",
                    body -> {
                        assertThat(body.path("embeddings").propertyNames()).containsExactlyInAnyOrder("int8", "float");
                        assertThat(body.path("response_type").stringValue()).isEqualTo("embeddings_by_type");
                    }),
            new Case("multilingual", "cohere.embed-multilingual-v3",
                    "{'texts':['Hello World!'],'input_type':'search_query','truncate':'END'}",
                    body -> assertThat(body.at("/texts/0").stringValue()).isEqualTo("Hello World!")),
            new Case("Embed v4", "cohere.embed-v4:0",
                    "{'inputs':[{'content':[{'type':'text','text':'a'},{'type':'text','text':'b'}]}],"
                            + "'input_type':'search_query','output_dimension':512,'max_tokens':3}",
                    body -> {
                        assertThat(body.at("/embeddings/0")).hasSize(512);
                        assertThat(body.at("/inputs/0/content")).hasSize(2);
                    }),
            new Case("Nova", "amazon.nova-2-multimodal-embeddings-v1:0",
                    "{'taskType':'SINGLE_EMBEDDING','singleEmbeddingParams':{'embeddingPurpose':'TEXT_RETRIEVAL',"
                            + "'text':{'truncationMode':'NONE','value':'a'}}}",
                    body -> assertThat(body.at("/embeddings/0/embedding")).hasSize(3_072)),
            new Case("golden 21", "cohere.rerank-v3-5:0",
                    "{'query':'q','documents':['a','b','c'],'top_n':2,'api_version':2}", EmbeddingClientsTest::ordered),
            new Case("Amazon Rerank", "amazon.rerank-v1:0",
                    "{'query':'q','documents':['a',{'text':'b'}],'top_n':2}",
                    EmbeddingClientsTest::ordered));

    private final RunningOutcrop outcrop = new RunningOutcrop(Path.of("target", "embedding-clients").toAbsolutePath());

    @AfterAll
    void stop() {
        outcrop.close();
    }

    private static void ordered(JsonNode body) {
        JsonNode results = body.path("results");
        assertThat(results).hasSize(2)
                .allSatisfy(result -> assertThat(result.path("index").intValue()).isBetween(0, 2));
        assertThat(results.get(0).path("relevance_score").doubleValue())
                .isGreaterThanOrEqualTo(results.get(1).path("relevance_score").doubleValue());
    }

    private static double length(JsonNode vector) {
        double squares = 0;
        for (JsonNode number : vector) {
            squares += number.doubleValue() * number.doubleValue();
        }
        return Math.sqrt(squares);
    }

    private static String body(Case call) {
        return call.body().replace('\'', '"');
    }

    @Test
    void java() {
        try (BedrockRuntimeClient runtime = outcrop.runtime()) {
            for (Case call : CASES) {
                InvokeModelResponse response = runtime.invokeModel(
                        r -> r.modelId(call.modelId()).body(SdkBytes.fromUtf8String(body(call))));
                assertThat(response.contentType()).as(call.name()).isEqualTo("application/json");
                assertThat(response.sdkHttpResponse().firstMatchingHeader("X-Amzn-Bedrock-Output-Token-Count"))
                        .as(call.name()).isEmpty();
                assertThat(
                        response.sdkHttpResponse().firstMatchingHeader("X-Amzn-Bedrock-Input-Token-Count").isPresent())
                        .as(call.name()).isEqualTo(!call.modelId().contains("rerank"));
                call.check().accept(JSON.readTree(response.body().asByteArray()));
            }
        }
    }

    @Test
    void javaReadsRefusals() {
        try (BedrockRuntimeClient runtime = outcrop.runtime()) {
            assertThatThrownBy(() -> runtime.invokeModel(r -> r.modelId("cohere.embed-english-v3")
                    .body(SdkBytes.fromUtf8String("{\"texts\":[\"" + "a ".repeat(1_000)
                            + "\"],\"input_type\":\"search_query\"}"))))
                    .isInstanceOf(ValidationException.class)
                    .hasMessageContaining("too many tokens: a text has 1002 tokens, the limit is 512");
        }
    }

    @Test
    void javaScript() throws Exception {
        Path calls = Files.write(
                Path.of("target", "embedding-calls.json"),
                JSON.writeValueAsBytes(CASES.stream()
                        .map(call -> Map.of("modelId", call.modelId(), "body", body(call)))
                        .toList()));
        List<JsonNode> lines = NodeScript.run(calls, "embeddings.mjs", outcrop.endpoint());
        assertThat(lines).hasSameSizeAs(CASES);
        for (int i = 0; i < CASES.size(); i++) {
            JsonNode line = lines.get(i);
            assertThat(line.path("contentType").stringValue()).isEqualTo("application/json");
            CASES.get(i).check().accept(line.path("body"));
            assertThat(line.at("/refusal/name").stringValue()).as("golden 40").isEqualTo("ValidationException");
            assertThat(line.at("/refusal/message").stringValue()).isEqualTo("The model is unsupported for streaming.");
            assertThat(line.at("/refusal/status").intValue()).isEqualTo(400);
        }
    }
}
