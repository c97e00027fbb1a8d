package dev.outcrop.families.testing;

import java.util.Collections;
import java.util.List;

import dev.outcrop.families.EmbeddingInvocation;
import dev.outcrop.families.Invocation;
import dev.outcrop.families.RerankInvocation;
import dev.outcrop.families.TextInvocation;
import dev.outcrop.families.TextSpan;
import dev.outcrop.inference.Embedding;
import dev.outcrop.inference.GenerationRequest;
import dev.outcrop.wire.error.ValidationException;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** What must hold for any JSON object whatever that is sent to any model. */
public final class AnyBody {
    private static final ScriptedGeneration ANSWER = ScriptedGeneration.of(7, "é", "", "\"\\\n", "😀");

    private AnyBody() {}

    /** Reads the body as a request to the model; when it is accepted, answers it in every way. */
    public static void check(String modelId, JsonNode body) {
        Invocation call;
        try {
            call = Calls.invocation(modelId, body, false);
        } catch (ValidationException refused) {
            assertThat(refused.message()).isNotBlank();
            return;
        }
        List<String> texts = call.spans().stream().map(TextSpan::text).toList();
        assertThat(call.withTexts(texts).spans()).isEqualTo(call.spans());
        switch (call) {
            case TextInvocation text -> checkText(text, texts);
            case EmbeddingInvocation embedding -> {
                assertThat(embedding.dimensions()).isBetween(1, 4_096);
                float[] vector = new float[embedding.dimensions()];
                assertObject(embedding
                        .body(Collections.nCopies(embedding.request().texts().size(), new Embedding(vector, 1))));
                assertObject(embedding.blockedBody("No."));
            }
            case RerankInvocation rerank -> {
                assertObject(rerank.body(new double[rerank.documentsRequest().texts().size()]));
                assertObject(rerank.blockedBody("No."));
            }
        }
    }

    private static void checkText(TextInvocation call, List<String> texts) {
        GenerationRequest generation = call.generation();
        assertThat(generation.sampling().temperature()).isFinite().isNotNegative();
        assertThat(generation.sampling().topP()).isBetween(0.0, 1.0);
        assertThat(generation.sampling().topK()).isNotNegative();
        assertThat(call.withTexts(texts).generation().prompt()).isEqualTo(generation.prompt());
        assertCompact(ANSWER.body(call));
        assertCompact(Calls.utf8(call.blockedBody("No \"é\".")));
        ANSWER.stream(call).forEach(chunk -> assertCompact(chunk.json()));
        ScriptedGeneration.blocked(call, "No.").forEach(chunk -> assertCompact(chunk.json()));
    }

    private static void assertObject(byte[] json) {
        assertThat(Calls.json(Calls.utf8(json)).isObject()).isTrue();
    }

    /** Reading and writing it again changes nothing. */
    private static void assertCompact(String json) {
        assertThat(Calls.json(json).toString()).isEqualTo(json);
    }
}
