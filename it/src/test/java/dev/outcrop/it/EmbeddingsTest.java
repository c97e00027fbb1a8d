package dev.outcrop.it;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.outcrop.it.testing.RunningOutcrop;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** Embeddings through the SDK for Java, made by the embedded encoder: what they say must make sense at every length. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddingsTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** Each line: a sentence, one that says the same, one on something else. */
    private static final List<List<String>> TRIPLES = List.of(
            List.of("How do I reset my password?", "I forgot my login and need a new one.", "The cake needs two eggs."),
            List.of("The train to Berlin is late.", "There is a delay on the railway.", "She paints in watercolours."),
            List.of("Our revenue grew by ten percent.", "Sales went up this year.", "The cat sleeps on the sofa."),
            List.of("It will rain tomorrow.", "Expect wet weather the next day.", "He repaired the old guitar."),
            List.of("The doctor prescribed antibiotics.", "She got medicine for an infection.", "Trains need rails."),
            List.of("Plant tomatoes in full sun.", "Vegetables grow best in bright light.", "The bank closes at four."),
            List.of("The goalkeeper saved a penalty.", "A football match was won.", "Boil the pasta for ten minutes."),
            List.of("My phone battery dies quickly.", "The mobile does not hold its charge.",
                    "Kings lived in castles."));

    private final RunningOutcrop outcrop = new RunningOutcrop(Path.of("target", "embeddings").toAbsolutePath());
    private final BedrockRuntimeClient runtime = outcrop.runtime();

    @AfterAll
    void stop() {
        runtime.close();
        outcrop.close();
    }

    private JsonNode invoke(String modelId, String body) {
        return JSON.readTree(
                runtime.invokeModel(r -> r.modelId(modelId).body(SdkBytes.fromUtf8String(body))).body().asByteArray());
    }

    private List<double[]> embed(String modelId, String parameters, String... texts) {
        String body = "{\"texts\":" + JSON.writeValueAsString(texts) + ",\"input_type\":\"clustering\"" + parameters
                + "}";
        List<double[]> vectors = new ArrayList<>();
        for (JsonNode vector : invoke(modelId, body).path("embeddings")) {
            vectors.add(JSON.treeToValue(vector, double[].class));
        }
        return vectors;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** The loss of a length is how far it moves similarities from those of 1,536 numbers, which keep the model's own. */
    @ParameterizedTest
    @CsvSource({"256", "512", "1024", "1536"})
    void paraphrasesAreNearerThanOtherThingsAtEveryLength(int length) {
        double moved = 0;
        for (List<String> triple : TRIPLES) {
            String[] texts = triple.toArray(String[]::new);
            List<double[]> own = embed("cohere.embed-v4:0", "", texts);
            List<double[]> vectors = embed("cohere.embed-v4:0", ",\"output_dimension\":" + length, texts);
            assertThat(vectors).allSatisfy(vector -> assertThat(vector).hasSize(length));
            double same = dot(vectors.get(0), vectors.get(1));
            double other = dot(vectors.get(0), vectors.get(2));
            assertThat(same).as(triple.getFirst()).isGreaterThan(other);
            moved = Math.max(moved, Math.abs(same - dot(own.get(0), own.get(1))));
            moved = Math.max(moved, Math.abs(other - dot(own.get(0), own.get(2))));
        }
        System.out.printf(Locale.ROOT, "embedding length %d: similarities move by at most %.3f%n", length, moved);
        assertThat(moved).isLessThan(length < 384 ? 0.15 : 1e-4);
    }

    @Test
    void titanNovaAndCohereAgreeOnWhatIsAlike() {
        JsonNode titan = invoke("amazon.titan-embed-text-v2:0", "{\"inputText\":\"It will rain tomorrow.\"}");
        assertThat(titan.path("embedding")).hasSize(1_024);
        assertThat(titan.path("inputTextTokenCount").intValue()).isEqualTo(7);
        JsonNode nova = invoke("amazon.nova-2-multimodal-embeddings-v1:0", """
                {"taskType":"SINGLE_EMBEDDING","singleEmbeddingParams":{"embeddingPurpose":"GENERIC_INDEX",
                 "embeddingDimension":1024,"text":{"truncationMode":"END","value":"It will rain tomorrow."}}}""");
        double[] ours = JSON.treeToValue(titan.path("embedding"), double[].class);
        double[] theirs = JSON.treeToValue(nova.at("/embeddings/0/embedding"), double[].class);
        assertThat(dot(ours, theirs)).isGreaterThan(0.999);
    }

    @Test
    void theDocumentThatAnswersComesFirst() {
        JsonNode results = invoke("cohere.rerank-v3-5:0", """
                {"query":"How do I keep my plants alive?","api_version":2,
                 "documents":["The bank closes at four.","Water them twice a week and give them light.",
                              "Trains need rails."]}""").path("results");
        assertThat(results.get(0).path("index").intValue()).isEqualTo(1);
    }

    @Test
    void aLongTextIsReadInWindows() {
        JsonNode body = invoke(
                "amazon.titan-embed-text-v1",
                "{\"inputText\":\"" + "It will rain tomorrow in the north. ".repeat(200) + "\"}");
        assertThat(body.path("inputTextTokenCount").intValue()).isBetween(1_400, 2_000);
    }
}
