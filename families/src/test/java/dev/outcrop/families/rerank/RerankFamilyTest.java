package dev.outcrop.families.rerank;

import java.util.List;

import dev.outcrop.families.RerankInvocation;
import dev.outcrop.families.testing.Calls;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Golden case 21, and its edges. */
class RerankFamilyTest {
    private static final String COHERE = "cohere.rerank-v3-5:0";

    private static RerankInvocation call(String modelId, String body) {
        return (RerankInvocation) Calls.invocation(modelId, Calls.json(body.replace('\'', '"')), false);
    }

    @Test
    void golden21TheBestComeFirstAndNoMoreThanAskedFor() {
        RerankInvocation call = call(COHERE, "{'query':'q','documents':['a','b','c'],'top_n':2,'api_version':2}");
        assertThat(call.queryRequest().texts().getFirst()).isEqualTo("q");
        assertThat(call.documentsRequest().texts()).containsExactly("a", "b", "c");
        assertThat(Calls.utf8(call.body(new double[]{0.5, 0.25, 0.75}))).isEqualTo(
                "{\"results\":[{\"index\":2,\"relevance_score\":0.75},{\"index\":0,\"relevance_score\":0.5}]}");
    }

    @Test
    void equalScoresKeepTheirOrder() {
        assertThat(Calls.utf8(call(COHERE, "{'query':'q','documents':['a','b'],'api_version':2}")
                .body(new double[]{0.5, 0.5}))).contains("\"index\":0,\"relevance_score\":0.5},{\"index\":1");
    }

    @Test
    void aDocumentMayBeAnObject() {
        assertThat(call("amazon.rerank-v1:0", "{'query':'q','documents':[{'title':'a'}]}").documentsRequest().texts())
                .containsExactly("{\"title\":\"a\"}");
    }

    @Test
    void cohereWantsItsVersion() {
        assertThat(Calls.refusal(COHERE, "{\"query\":\"q\",\"documents\":[\"a\"]}"))
                .isEqualTo(Calls.malformed("#: required key [api_version] not found"));
        assertThat(Calls.refusal("amazon.rerank-v1:0", "{\"query\":\"q\",\"documents\":[\"a\"],\"api_version\":2}"))
                .isEqualTo(Calls.malformed("#: extraneous key [api_version] is not permitted"));
    }

    @Test
    void aMaskedQueryAndMaskedDocumentsTakeTheirPlaces() {
        RerankInvocation call = call(COHERE, "{'query':'q','documents':['a','b'],'api_version':2}");
        RerankInvocation masked = call.withTexts(List.of("Q", "A", "B"));
        assertThat(masked.queryRequest().texts().getFirst()).isEqualTo("Q");
        assertThat(masked.documentsRequest().texts()).containsExactly("A", "B");
    }

    @Test
    void longDocumentsAreCutWhereItIsTold() {
        RerankInvocation call = call(COHERE, "{'query':'q','documents':['a'],'api_version':2,'max_tokens_per_doc':9}");
        assertThat(call.documentsRequest().mostTokens()).isEqualTo(9);
        assertThat(call.withTexts(List.of("Q", "A")).documentsRequest().mostTokens()).isEqualTo(9);
        assertThat(call("amazon.rerank-v1:0", "{'query':'q','documents':['a']}").documentsRequest().mostTokens())
                .isEqualTo(4_096);
    }
}
