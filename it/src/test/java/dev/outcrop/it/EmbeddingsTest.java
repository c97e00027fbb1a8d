package dev.outcrop.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import dev.outcrop.it.testing.RunningOutcrop;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** Embeddings through the SDK for Java, made by the embedded encoder: what they say must make sense at every length. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddingsTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** A sentence, and another that says the same. */
    private record Pair(String sentence, String paraphrase) {}

    /** Ours, of ten subjects: one line per pair, {@code subject sentence paraphrase}. */
    private static final List<Pair> PAIRS = pairs();
    private static final int MOST_TEXTS = 96;

    private static List<Pair> pairs() {
        try (InputStream in = Objects.requireNonNull(EmbeddingsTest.class.getResourceAsStream("paraphrases.tsv"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .map(line -> line.split("\t", -1))
                    .map(columns -> new Pair(columns[1], columns[2]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

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

    /** Vectors of this length, by a model id that offers it. */
    private List<double[]> embed(int length, List<String> texts) {
        List<double[]> vectors = new ArrayList<>();
        if (length == 384 || length == 3_072) {
            texts.forEach(text -> vectors.add(JSON.treeToValue(
                    invoke("amazon.nova-2-multimodal-embeddings-v1:0", """
                            {"taskType":"SINGLE_EMBEDDING","singleEmbeddingParams":{"embeddingPurpose":"CLUSTERING",
                             "embeddingDimension":%d,"text":{"truncationMode":"END","value":%s}}}""".formatted(
                            length, JSON.writeValueAsString(text))).at("/embeddings/0/embedding"),
                    double[].class)));
            return vectors;
        }
        for (int from = 0; from < texts.size(); from += MOST_TEXTS) {
            List<String> some = texts.subList(from, Math.min(texts.size(), from + MOST_TEXTS));
            invoke("cohere.embed-v4:0", "{\"texts\":" + JSON.writeValueAsString(some)
                    + ",\"input_type\":\"clustering\",\"output_dimension\":" + length + "}").path("embeddings")
                    .forEach(vector -> vectors.add(JSON.treeToValue(vector, double[].class)));
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

    /** {@code [sentence][paraphrase]}, at a length. */
    private double[][] similarities(int length) {
        List<double[]> sentences = embed(length, PAIRS.stream().map(Pair::sentence).toList());
        List<double[]> paraphrases = embed(length, PAIRS.stream().map(Pair::paraphrase).toList());
        double[][] similarities = new double[PAIRS.size()][PAIRS.size()];
        for (int i = 0; i < PAIRS.size(); i++) {
            assertThat(sentences.get(i)).hasSize(length);
            for (int j = 0; j < PAIRS.size(); j++) {
                similarities[i][j] = dot(sentences.get(i), paraphrases.get(j));
            }
        }
        return similarities;
    }

    /**
     * The loss of a length is how far it moves similarities from those of 384 numbers, the model's own. Every paraphrase
     * must be nearer than the sentence half the list away, which is on something else; the ranks of all the others are
     * counted.
     */
    @Test
    void paraphrasesAreNearerThanOtherThingsAtEveryLength() {
        int count = PAIRS.size();
        double[][] own = similarities(384);
        for (int length : new int[]{256, 384, 512, 1_024, 1_536, 3_072}) {
            double[][] these = length == 384 ? own : similarities(length);
            int first = 0;
            double squares = 0;
            double most = 0;
            for (int i = 0; i < count; i++) {
                int best = 0;
                for (int j = 0; j < count; j++) {
                    double moved = Math.abs(these[i][j] - own[i][j]);
                    squares += moved * moved;
                    most = Math.max(most, moved);
                    best = these[i][j] > these[i][best] ? j : best;
                }
                first += best == i ? 1 : 0;
                assertThat(these[i][i]).as("%s at %d", PAIRS.get(i), length)
                        .isGreaterThan(these[i][(i + count / 2) % count]);
            }
            double typical = Math.sqrt(squares / count / count);
            System.out.printf(Locale.ROOT,
                    "embedding length %d: of %d paraphrases %d nearest of all; similarities move by %.4f (root mean square), "
                            + "at most %.3f%n",
                    length, count, first, typical, most);
            assertThat(first).isGreaterThan(count * 85 / 100);
            assertThat(typical).isLessThan(length < 384 ? 0.05 : 1e-5);
        }
    }

    /** Every id's every length: the same text is the same direction. */
    @Test
    void theSameLengthIsTheSameVectorByAnyName() {
        String text = "it will rain tomorrow.";
        Map<Integer, double[]> vectors = new HashMap<>();
        for (int length : new int[]{256, 384, 512, 1_024, 1_536, 3_072}) {
            vectors.put(length, embed(length, List.of(text)).getFirst());
        }
        assertSame(vectors, invoke("amazon.titan-embed-text-v1", titan(text, "")).path("embedding"), 1_536);
        for (int length : new int[]{256, 512, 1_024}) {
            assertSame(
                    vectors,
                    invoke("amazon.titan-embed-text-v2:0", titan(text, ",\"dimensions\":" + length)).path("embedding"),
                    length);
        }
        for (int length : new int[]{256, 384, 1_024}) {
            assertSame(
                    vectors,
                    invoke("amazon.titan-embed-image-v1",
                            titan(text, ",\"embeddingConfig\":{\"outputEmbeddingLength\":" + length + "}"))
                            .path("embedding"),
                    length);
        }
        for (String modelId : List.of("cohere.embed-english-v3", "cohere.embed-multilingual-v3")) {
            assertSame(vectors, invoke(modelId, "{\"texts\":[\"" + text + "\"],\"input_type\":\"search_query\"}")
                    .at("/embeddings/0"), 1_024);
        }
    }

    private static String titan(String text, String more) {
        return "{\"inputText\":\"" + text + "\"" + more + "}";
    }

    private static void assertSame(Map<Integer, double[]> vectors, JsonNode found, int length) {
        double[] vector = JSON.treeToValue(found, double[].class);
        assertThat(vector).hasSize(length);
        double[] expected = Objects.requireNonNull(vectors.get(length));
        assertThat(dot(vector, expected) / Math.sqrt(dot(vector, vector) * dot(expected, expected)))
                .isGreaterThan(0.9999);
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
