package dev.outcrop.server.runtime;

import java.net.http.HttpResponse;

import dev.outcrop.server.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

import static dev.outcrop.server.testing.TestServer.json;
import static dev.outcrop.server.testing.TestServer.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Embeddings and reranking over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VectorAnswersTest {
    private final TestServer server = new TestServer();

    @AfterAll
    void stop() {
        server.close();
    }

    private HttpResponse<byte[]> invoke(String modelId, String body) throws Exception {
        return server.post("/model/" + modelId + "/invoke", body.replace('\'', '"'));
    }

    @Test
    void aVectorHasThePromisedLengthAndCountsItsInputTokensOnly() throws Exception {
        HttpResponse<byte[]> response = invoke("amazon.titan-embed-text-v2%3A0",
                "{'inputText':'abc','dimensions':512}");
        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode body = json(response);
        assertThat(body.path("embedding")).hasSize(512);
        assertThat(body.path("inputTextTokenCount").intValue()).isEqualTo(3);
        assertThat(response.headers().firstValue("x-amzn-bedrock-input-token-count")).hasValue("3");
        assertThat(response.headers().firstValue("x-amzn-bedrock-output-token-count")).isEmpty();
        assertThat(response.headers().firstValue("x-amzn-bedrock-invocation-latency")).isPresent();
        assertThat(response.headers().firstValue("x-outcrop-served-by")).hasValue("test/letter-counts");
    }

    @Test
    void similaritiesAreThoseOfTheModel() throws Exception {
        JsonNode vectors = json(invoke(
                "cohere.embed-english-v3",
                "{'texts':['aab','abb','xyz'],'input_type':'clustering'}")).path("embeddings");
        // (2,1).(1,2) / 5, and nothing in common.
        assertThat(dot(vectors.get(0), vectors.get(1))).isCloseTo(0.8, within(1e-5));
        assertThat(dot(vectors.get(0), vectors.get(2))).isCloseTo(0, within(1e-5));
    }

    private static double dot(JsonNode a, JsonNode b) {
        double sum = 0;
        for (int i = 0; i < a.size(); i++) {
            sum += a.get(i).doubleValue() * b.get(i).doubleValue();
        }
        return sum;
    }

    @Test
    void documentsAreOrderedByLikenessToTheQuery() throws Exception {
        HttpResponse<byte[]> response = invoke(
                "cohere.rerank-v3-5%3A0",
                "{'query':'aab','documents':['xyz','abb','aab'],'top_n':2,'api_version':2}");
        JsonNode results = json(response).path("results");
        assertThat(results).hasSize(2);
        assertThat(results.get(0).path("index").intValue()).isEqualTo(2);
        assertThat(results.get(0).path("relevance_score").doubleValue()).isCloseTo(1, within(1e-6));
        assertThat(results.get(1).path("index").intValue()).isEqualTo(1);
        assertThat(response.headers().firstValue("x-amzn-bedrock-input-token-count")).isEmpty();
    }

    @Test
    void vectorsDoNotStream() throws Exception {
        HttpResponse<byte[]> response = server
                .post("/model/amazon.titan-embed-text-v1/invoke-with-response-stream", "{\"inputText\":\"a\"}");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(message(response)).isEqualTo("The model is unsupported for streaming.");
    }
}
