package dev.outcrop.server.runtime;

import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import dev.outcrop.inference.Embedding;
import dev.outcrop.inference.EmbeddingPurpose;
import dev.outcrop.inference.EmbeddingRequest;
import dev.outcrop.inference.EmbeddingRequest.Overflow;
import dev.outcrop.inference.InferenceException;
import dev.outcrop.inference.PromptTooLongException;
import dev.outcrop.server.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static dev.outcrop.server.testing.TestServer.code;
import static dev.outcrop.server.testing.TestServer.json;
import static dev.outcrop.server.testing.TestServer.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Embeddings and reranking over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VectorAnswersTest {
    private final TestServer server = new TestServer();

    @AfterEach
    void nothingComesBetween() {
        server.embedder().before(request -> {});
    }

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
    void golden21DocumentsAreOrderedByLikenessToTheQuery() throws Exception {
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
    void golden40VectorsDoNotStream() throws Exception {
        HttpResponse<byte[]> response = server
                .post("/model/amazon.titan-embed-text-v1/invoke-with-response-stream", "{\"inputText\":\"a\"}");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(message(response)).isEqualTo("The model is unsupported for streaming.");
    }

    @Test
    void rerankingSaysWhatThePurposesAreAndHowLongTextsMayBe() throws Exception {
        server.embedder().requests().clear();
        invoke("cohere.rerank-v3-5%3A0",
                "{'query':'q','documents':['a','b'],'api_version':2,'max_tokens_per_doc':7}");
        assertThat(server.embedder().requests()).containsExactly(
                new EmbeddingRequest(List.of("q"), EmbeddingPurpose.QUERY, 2_048, Overflow.DROP_END),
                new EmbeddingRequest(List.of("a", "b"), EmbeddingPurpose.DOCUMENT, 7, Overflow.DROP_END));
    }

    /** A model that has no windows may still refuse: in the family's words, not as its own failure. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            cohere.rerank-v3-5%3A0       | {'query':'q','documents':['a'],'api_version':2} | This model's maximum context length is 5 tokens. Please reduce the length of the prompt
            amazon.titan-embed-text-v1   | {'inputText':'a'} | ~400 Bad Request: Too many input tokens. Max input tokens: 5, request input token count: 9 ~
            cohere.embed-english-v3      | {'texts':['a'],'input_type':'clustering'} | too many tokens: a text has 9 tokens, the limit is 5. Shorten it, or ask for truncation.
            amazon.nova-2-multimodal-embeddings-v1%3A0 | {'taskType':'SINGLE_EMBEDDING','singleEmbeddingParams':{'embeddingPurpose':'GENERIC_INDEX','text':{'truncationMode':'END','value':'a'}}} | Input is too long for requested model.
            """)
    void tooLongATextIsRefusedInTheFamilysWords(String modelId, String body, String words) throws Exception {
        server.embedder().before(request -> {
            throw new PromptTooLongException(9, 5);
        });
        HttpResponse<byte[]> response = invoke(modelId, body);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(code(response)).isEqualTo("ValidationException");
        assertThat(message(response)).isEqualTo(words);
    }

    @Test
    void aTextOverTheFamilysTokensIsRefused() throws Exception {
        assertThat(message(invoke("amazon.titan-embed-text-v1", "{'inputText':'" + "a".repeat(9_279) + "'}")))
                .isEqualTo(
                        "400 Bad Request: Too many input tokens. Max input tokens: 8192, request input token count: 9279 ");
        assertThat(message(invoke("amazon.titan-embed-image-v1", "{'inputText':'" + "a".repeat(257) + "'}")))
                .isEqualTo(
                        "400 Bad Request: Too many input tokens. Max input tokens: 256, request input token count: 257 ");
    }

    @Test
    void vectorsThatAreNoNumbersAreTheModelsError() throws Exception {
        server.embedder().before(request -> new Embedding(new float[]{Float.NaN}, 1));
        HttpResponse<byte[]> response = invoke("amazon.titan-embed-text-v1", "{'inputText':'a'}");
        assertThat(response.statusCode()).isEqualTo(424);
        assertThat(code(response)).isEqualTo("ModelErrorException");
    }

    @Test
    void anErrorOfTheMachineIsAnAnswerToo() throws Exception {
        server.embedder().before(request -> {
            throw new StackOverflowError("made by the test");
        });
        HttpResponse<byte[]> response = invoke("amazon.titan-embed-text-v1", "{'inputText':'a'}");
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(code(response)).isEqualTo("InternalServerException");
    }

    @Test
    @Timeout(30)
    void whoeverLeavesInterruptsTheModel() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        server.embedder().before(request -> {
            running.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw new InferenceException("interrupted", e);
            }
        });
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            String body = "{\"inputText\":\"a\"}";
            socket.getOutputStream().write(("POST /model/amazon.titan-embed-text-v1/invoke HTTP/1.1\r\n"
                    + "Host: localhost\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                    .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            running.await();
        }
        interrupted.await();
    }
}
