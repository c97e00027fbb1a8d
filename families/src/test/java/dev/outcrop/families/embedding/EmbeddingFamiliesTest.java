package dev.outcrop.families.embedding;

import java.util.ArrayList;
import java.util.List;

import dev.outcrop.families.EmbeddingInvocation;
import dev.outcrop.families.TextSpan;
import dev.outcrop.families.testing.Calls;
import dev.outcrop.inference.Embedding;
import dev.outcrop.inference.EmbeddingPurpose;
import dev.outcrop.inference.EmbeddingRequest;
import dev.outcrop.inference.EmbeddingRequest.Overflow;
import dev.outcrop.inference.PromptTooLongException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** Golden cases 4 to 8, 19, 20 and 41 of the embedding families, and their edges. */
class EmbeddingFamiliesTest {
    private static final String G1 = "amazon.titan-embed-text-v1";
    private static final String V2 = "amazon.titan-embed-text-v2:0";
    private static final String MULTIMODAL = "amazon.titan-embed-image-v1";
    private static final String ENGLISH = "cohere.embed-english-v3";
    private static final String V4 = "cohere.embed-v4:0";
    private static final String NOVA = "amazon.nova-2-multimodal-embeddings-v1:0";

    private static EmbeddingInvocation call(String modelId, String body) {
        return (EmbeddingInvocation) Calls.invocation(modelId, Calls.json(body.replace('\'', '"')), false);
    }

    /** Answers with vectors (-1, 2, -1, 2 ...), three tokens each. */
    private static JsonNode answer(EmbeddingInvocation call) {
        List<Embedding> embeddings = new ArrayList<>();
        for (int i = 0; i < call.texts().size(); i++) {
            float[] vector = new float[call.dimensions()];
            for (int j = 0; j < vector.length; j++) {
                vector[j] = j % 2 == 0 ? -1 : 2;
            }
            embeddings.add(new Embedding(vector, 3));
        }
        return Calls.json(Calls.utf8(call.body(embeddings)));
    }

    private static double length(JsonNode vector) {
        double squares = 0;
        for (JsonNode number : vector) {
            squares += number.doubleValue() * number.doubleValue();
        }
        return Math.sqrt(squares);
    }

    @Test
    void golden4TitanG1AnswersWithTheVectorAndItsTokens() {
        JsonNode body = answer(call(G1, "{'inputText':'Hello World!'}"));
        assertThat(body.propertyNames()).containsExactly("embedding", "inputTextTokenCount");
        assertThat(body.path("embedding")).hasSize(1_536);
        assertThat(body.path("embedding").get(1).doubleValue()).as("not normalised").isEqualTo(2);
        assertThat(body.path("inputTextTokenCount").intValue()).isEqualTo(3);
        assertThat(Calls.refusal(G1, "{\"inputText\":\"a\",\"dimensions\":256}"))
                .isEqualTo(Calls.malformed("#: extraneous key [dimensions] is not permitted"));
    }

    @Test
    void golden5And7TitanV2NormalisesUnlessToldNotTo() {
        JsonNode body = answer(call(V2, "{'inputText':'a','dimensions':256}"));
        assertThat(body.path("embedding")).hasSize(256);
        assertThat(length(body.path("embedding"))).isCloseTo(1, within(1e-3));
        assertThat(body.path("embeddingsByType").propertyNames()).containsExactly("float");
        assertThat(body.path("embeddingsByType").path("float")).isEqualTo(body.path("embedding"));
        JsonNode raw = answer(call(V2, "{'inputText':'a','normalize':false}"));
        assertThat(raw.path("embedding")).hasSize(1_024);
        assertThat(raw.path("embedding").get(1).doubleValue()).isEqualTo(2);
    }

    @Test
    void golden6TitanV2AnswersWithTheTypesAskedFor() {
        JsonNode binary = answer(call(V2, "{'inputText':'a','embeddingTypes':['binary']}"));
        assertThat(binary.has("embedding")).isFalse();
        assertThat(binary.path("embeddingsByType").propertyNames()).containsExactly("binary");
        assertThat(binary.at("/embeddingsByType/binary")).hasSize(1_024);
        assertThat(binary.at("/embeddingsByType/binary").get(0).intValue()).isZero();
        assertThat(binary.at("/embeddingsByType/binary").get(1).intValue()).isEqualTo(1);
        JsonNode both = answer(call(V2, "{'inputText':'a','embeddingTypes':['float','binary']}"));
        assertThat(both.path("embeddingsByType").propertyNames()).containsExactly("float", "binary");
        assertThat(both.path("embedding")).hasSize(1_024);
    }

    @ParameterizedTest
    @CsvSource({"'dimensions',384", "'dimensions',1e9", "'dimensions',99999999999"})
    void titanV2HasThreeLengths(String key, String value) {
        assertThatThrownBy(() -> call(V2, "{'inputText':'a','" + key.replace("'", "") + "':" + value + "}"))
                .hasMessageContaining("#/dimensions: ");
    }

    @Test
    void titanRefusesTooManyTokensAndCharacters() {
        EmbeddingInvocation call = call(G1, "{'inputText':'a'}");
        assertThat(call.request().mostTokens()).isEqualTo(8_192);
        assertThat(call.request().overflow()).isEqualTo(Overflow.REFUSE);
        assertThat(call.promptTooLong(new PromptTooLongException(9_279, 8_192)).message()).isEqualTo(
                "400 Bad Request: Too many input tokens. Max input tokens: 8192, request input token count: 9279 ");
        assertThat(Calls.refusal(V2, "{\"inputText\":\"" + "a".repeat(52_611) + "\"}"))
                .isEqualTo(Calls.malformed("#/inputText: expected maxLength: 50000, actual: 52611"));
        assertThat(Calls.refusal(V2, "{\"inputText\":\"\"}"))
                .isEqualTo(Calls.malformed("#/inputText: expected minLength: 1, actual: 0"));
    }

    @Test
    void golden8TitanMultimodalEmbedsTextsOfThreeLengths() {
        JsonNode body = answer(call(MULTIMODAL, "{'inputText':'a','embeddingConfig':{'outputEmbeddingLength':384}}"));
        assertThat(body.path("embedding")).hasSize(384);
        assertThat(body.path("message").isNull()).isTrue();
        assertThat(answer(call(MULTIMODAL, "{'inputText':'a'}")).path("embedding")).hasSize(1_024);
        assertThat(Calls.refusal(MULTIMODAL, "{\"inputImage\":\"iVBOR\"}")).contains("images");
        assertThat(Calls.refusal(MULTIMODAL, "{}")).isEqualTo(
                Calls.malformed("#: required key [inputText] not found#: required key [inputImage] not found"));
        assertThat(Calls.refusal(MULTIMODAL, "{\"inputText\":\"" + "a".repeat(50_001) + "\"}"))
                .isEqualTo(Calls.malformed("#/inputText: expected maxLength: 50000, actual: 50001"));
        assertThat(call(MULTIMODAL, "{'inputText':'a'}").request().mostTokens()).isEqualTo(256);
    }

    @Test
    void golden19CohereEchoesTheTextsAsTheEnglishModelReadsThem() {
        EmbeddingInvocation call = call(ENGLISH, "{'texts':['Hello World!','b'],'input_type':'search_document'}");
        assertThat(call.texts()).containsExactly("hello world!", "b");
        assertThat(call.spans()).containsExactly(
                new TextSpan(TextSpan.Role.USER, "Hello World!"), new TextSpan(TextSpan.Role.USER, "b"));
        JsonNode body = answer(call);
        assertThat(body.propertyNames()).containsExactly("embeddings", "id", "response_type", "texts");
        assertThat(body.path("embeddings")).hasSize(2).allSatisfy(vector -> assertThat(vector).hasSize(1_024));
        assertThat(body.path("response_type").stringValue()).isEqualTo("embeddings_floats");
        assertThat(body.path("id").stringValue()).isEqualTo(Calls.REQUEST_ID);
        assertThat(body.at("/texts/0").stringValue()).isEqualTo("hello world!");
        assertThat(call("cohere.embed-multilingual-v3", "{'texts':['Ä'],'input_type':'search_query'}").texts())
                .containsExactly("Ä");
    }

    @Test
    void golden20CohereWritesEveryNumberType() {
        JsonNode body = answer(call(
                ENGLISH,
                "{'texts':['a'],'input_type':'search_document',"
                        + "'embedding_types':['int8','float','uint8','binary','ubinary']}"));
        assertThat(body.path("response_type").stringValue()).isEqualTo("embeddings_by_type");
        JsonNode embeddings = body.path("embeddings");
        assertThat(embeddings.propertyNames()).containsExactly("int8", "float", "uint8", "binary", "ubinary");
        assertThat(embeddings.at("/int8/0").get(0).intValue()).isEqualTo(-63);
        assertThat(embeddings.at("/int8/0").get(1).intValue()).isEqualTo(127);
        assertThat(embeddings.at("/uint8/0").get(0).intValue()).isEqualTo(65);
        assertThat(embeddings.at("/uint8/0").get(1).intValue()).isEqualTo(255);
        assertThat(embeddings.at("/ubinary/0")).hasSize(128);
        assertThat(embeddings.at("/ubinary/0").get(0).intValue()).isEqualTo(0b0101_0101);
        assertThat(embeddings.at("/binary/0").get(0).intValue()).isEqualTo(0b0101_0101 - 128);
        assertThat(length(embeddings.at("/float/0"))).isCloseTo(1, within(1e-3));
    }

    @Test
    void golden41CohereRefusesInTheWordsOfItsSchema() {
        assertThat(Calls.refusal(ENGLISH, "{\"inputText\":\"a\"}")).isEqualTo(Calls.malformed(
                "#: required key [texts] not found#: required key [input_type] not found"
                        + "#: extraneous key [inputText] is not permitted"));
        assertThat(Calls.refusal(
                ENGLISH,
                "{\"texts\":[\"" + "a".repeat(19_882) + "\"],\"input_type\":\"search_query\"}"))
                .isEqualTo(Calls.malformed("#/texts/0: expected maxLength: 2048, actual: 19882"));
        assertThat(Calls.refusal(V4, "{\"input_type\":\"search_query\"}")).isEqualTo(Calls.malformed(
                "#: required key [texts] not found#: required key [images] not found#: required key [inputs] not found"));
        assertThat(Calls.refusal(
                V4,
                "{\"input_type\":\"search_query\",\"texts\":[\"a\"],\"images\":[\"data:,\"]}"))
                .isEqualTo(Calls.malformed("#: 2 subschemas matched instead of one"));
        assertThat(Calls.refusal(
                V4,
                "{\"texts\":[\"a\"],\"input_type\":\"search_query\",\"max_tokens\":128001}"))
                .isEqualTo(Calls.malformed("#/max_tokens: 128001 is not less or equal to 128000"));
        assertThat(Calls.refusal(V4, "{\"inputs\":[{\"content\":[]}],\"input_type\":\"search_query\"}"))
                .isEqualTo(Calls.malformed("#/inputs/0/content: expected minimum item count: 1, found: 0"));
    }

    @Test
    void cohereV4TakesMixedInputsAndFourLengths() {
        EmbeddingInvocation call = call(
                V4,
                "{'inputs':[{'content':[{'type':'text','text':'a'},{'type':'text','text':'b'}]}],"
                        + "'input_type':'search_document','output_dimension':512}");
        assertThat(call.texts()).containsExactly("a\nb");
        JsonNode body = answer(call);
        assertThat(body.path("embeddings").get(0)).hasSize(512);
        assertThat(body.at("/inputs/0/content/0/text").stringValue()).isEqualTo("a");
        assertThat(body.at("/inputs/0/content/1/text").stringValue()).isEqualTo("b");
        assertThat(call.spans()).as("each part is assessed alone").hasSize(2);
        assertThat(call.withTexts(List.of("A", "B")).texts()).containsExactly("A\nB");
        assertThat(call(V4, "{'texts':['a'],'input_type':'search_query'}").dimensions()).isEqualTo(1_536);
        assertThat(Calls.refusal(
                V4,
                "{\"inputs\":[{\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:,\"}}]}],"
                        + "\"input_type\":\"search_query\"}"))
                .contains("images");
    }

    @Test
    void novaCutsAtTheEndThatItIsToldTo() {
        String text = "é".repeat(8_192);
        for (String mode : List.of("START", "END")) {
            EmbeddingInvocation call = call(
                    NOVA,
                    "{'taskType':'SINGLE_EMBEDDING','singleEmbeddingParams':{'embeddingPurpose':'GENERIC_INDEX',"
                            + "'embeddingDimension':256,'text':{'truncationMode':'" + mode + "','value':'a" + text
                            + "b'}}}");
            assertThat(call.texts().getFirst()).isEqualTo(
                    mode.equals("START") ? text.substring(1) + "b" : "a" + text.substring(1));
            JsonNode body = answer(call);
            assertThat(body.at("/embeddings/0/embeddingType").stringValue()).isEqualTo("TEXT");
            assertThat(body.at("/embeddings/0/embedding")).hasSize(256);
            assertThat(body.at("/embeddings/0/truncatedCharLength").intValue()).isEqualTo(8_192);
        }
    }

    @Test
    void aBlockedCallHasNoVectorsAndTheMessage() {
        assertThat(Calls.utf8(call(G1, "{'inputText':'a'}").blockedBody("No.")))
                .isEqualTo("{\"embedding\":[],\"inputTextTokenCount\":0,\"message\":\"No.\"}");
    }

    @ParameterizedTest
    @CsvSource({
            "cohere.embed-english-v3, -, 512, REFUSE",
            "cohere.embed-english-v3, NONE, 512, REFUSE",
            "cohere.embed-english-v3, START, 512, DROP_START",
            "cohere.embed-english-v3, END, 512, DROP_END",
            "cohere.embed-v4:0, -, 128000, DROP_END",
            "cohere.embed-v4:0, NONE, 128000, REFUSE",
            "cohere.embed-v4:0, LEFT, 128000, DROP_START",
            "cohere.embed-v4:0, RIGHT, 128000, DROP_END"})
    void cohereCutsWhereItIsTold(String modelId, String truncate, int tokens, Overflow overflow) {
        String more = truncate.equals("-") ? "" : ",'truncate':'" + truncate + "'";
        EmbeddingRequest request = call(modelId, "{'texts':['a'],'input_type':'search_query'" + more + "}").request();
        assertThat(request.mostTokens()).isEqualTo(tokens);
        assertThat(request.overflow()).isEqualTo(overflow);
    }

    @Test
    void cohereV4ReadsAsManyTokensAsItIsTold() {
        assertThat(call(V4, "{'texts':['a'],'input_type':'search_query','max_tokens':9}").request().mostTokens())
                .isEqualTo(9);
    }

    @ParameterizedTest
    @CsvSource({"search_document, DOCUMENT", "search_query, QUERY", "classification, CLASSIFICATION",
            "clustering, CLUSTERING"})
    void cohereSaysWhatVectorsAreFor(String inputType, EmbeddingPurpose purpose) {
        for (String modelId : List.of(ENGLISH, V4)) {
            assertThat(call(modelId, "{'texts':['a'],'input_type':'" + inputType + "'}").request().purpose())
                    .isEqualTo(purpose);
        }
    }

    @ParameterizedTest
    @CsvSource({"GENERIC_INDEX, DOCUMENT", "GENERIC_RETRIEVAL, QUERY", "TEXT_RETRIEVAL, QUERY",
            "DOCUMENT_RETRIEVAL, QUERY", "CLASSIFICATION, CLASSIFICATION", "CLUSTERING, CLUSTERING"})
    void novaSaysWhatVectorsAreFor(String named, EmbeddingPurpose purpose) {
        assertThat(call(NOVA, nova(named, ",'text':{'truncationMode':'END','value':'a'}")).request().purpose())
                .isEqualTo(purpose);
    }

    @Test
    void novaTakesExactlyOneKindOfContent() {
        assertThat(novaRefusal("")).isEqualTo(Calls.malformed(
                "#/singleEmbeddingParams: required key [text] not found"
                        + "#/singleEmbeddingParams: required key [image] not found"
                        + "#/singleEmbeddingParams: required key [audio] not found"
                        + "#/singleEmbeddingParams: required key [video] not found"));
        assertThat(novaRefusal(",'text':{'truncationMode':'END','value':'a'},'audio':{}"))
                .isEqualTo(Calls.malformed("#/singleEmbeddingParams: 2 subschemas matched instead of one"));
        assertThat(novaRefusal(",'text':{'truncationMode':'NONE','value':'" + "a".repeat(8_193) + "'}"))
                .isEqualTo("The text is longer than 8192 characters and truncationMode is NONE.");
    }

    private static String novaRefusal(String content) {
        return Calls.refusal(NOVA, nova("GENERIC_INDEX", content).replace('\'', '"'));
    }

    private static String nova(String purpose, String content) {
        return "{'taskType':'SINGLE_EMBEDDING','singleEmbeddingParams':{'embeddingPurpose':'" + purpose + "'" + content
                + "}}";
    }
}
