package dev.outcrop.families.testing;

import dev.outcrop.families.TextInvocation;
import dev.outcrop.families.TextSpan;
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
        TextInvocation call;
        try {
            call = Calls.call(modelId, body, false);
        } catch (ValidationException refused) {
            assertThat(refused.message()).isNotBlank();
            return;
        }
        GenerationRequest generation = call.generation();
        assertThat(generation.sampling().temperature()).isFinite().isNotNegative();
        assertThat(generation.sampling().topP()).isBetween(0.0, 1.0);
        assertThat(generation.sampling().topK()).isNotNegative();
        assertThat(call.withTexts(call.spans().stream().map(TextSpan::text).toList()).generation().prompt())
                .isEqualTo(generation.prompt());
        assertCompact(ANSWER.body(call));
        assertCompact(Calls.utf8(call.blockedBody("No \"é\".")));
        ANSWER.stream(call).forEach(chunk -> assertCompact(chunk.json()));
        ScriptedGeneration.blocked(call, "No.").forEach(chunk -> assertCompact(chunk.json()));
    }

    /** Reading and writing it again changes nothing. */
    private static void assertCompact(String json) {
        assertThat(Calls.json(json).toString()).isEqualTo(json);
    }
}
