package dev.outcrop.engines.gguf.grammar;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.outcrop.engines.gguf.GgufOptions;
import dev.outcrop.engines.gguf.GgufTextModel;
import dev.outcrop.inference.AnswerShape;
import dev.outcrop.inference.Generation;
import dev.outcrop.inference.GenerationListener;
import dev.outcrop.inference.GenerationRequest;
import dev.outcrop.inference.GenerationResult;
import dev.outcrop.inference.Prompt;
import dev.outcrop.inference.Reasoning;
import dev.outcrop.inference.Sampling;
import dev.outcrop.inference.StopReason;
import dev.outcrop.inference.UnsupportedRequestException;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A model that knows nothing of JSON answers in the form that it is asked for. */
class ShapedAnswerTest {

    private static final String WEATHER = """
            {"type":"object","properties":{"city":{"type":"string","minLength":1,"maxLength":20},
            "degrees":{"type":"integer","minimum":-60,"maximum":60},"unit":{"enum":["C","F"]}},
            "required":["city","degrees","unit"],"additionalProperties":false}""";

    @Test
    void theAnswerFitsTheSchemaAndEndsWithIt() {
        Answer answer = answer(new AnswerShape.Schema(WEATHER), 200);
        JsonNode json = Schemas.JSON.readTree(answer.text());
        assertThat(json.propertyNames()).containsExactly("city", "degrees", "unit");
        assertThat(json.get("degrees").intValue()).isBetween(-60, 60);
        assertThat(answer.result().stopReason()).isEqualTo(StopReason.END_OF_TURN);
    }

    @Test
    void anAnswerThatGrowsTooLongIsCut() {
        Answer answer = answer(new AnswerShape.Schema(WEATHER), 3);
        assertThat(answer.text()).startsWith("{\"");
        assertThat(answer.result().stopReason()).isEqualTo(StopReason.MAX_TOKENS);
    }

    @Test
    void anyObjectBeginsAsOne() {
        assertThat(answer(AnswerShape.JSON, 5).text()).startsWith("{");
    }

    @Test
    void aSchemaThatCannotBeFollowedFailsTheRequest() {
        assertThatThrownBy(() -> answer(new AnswerShape.Schema("{\"not\":{}}"), 5))
                .hasCauseInstanceOf(UnsupportedRequestException.class);
    }

    private record Answer(String text, GenerationResult result) {}

    private static Answer answer(AnswerShape shape, int most) {
        StringBuilder text = new StringBuilder();
        CompletableFuture<GenerationResult> end = new CompletableFuture<>();
        GenerationListener listener = new GenerationListener() {
            @Override
            public void onStart(int promptTokens) {}

            @Override
            public void onText(String added, int outputTokens) {
                text.append(added);
            }

            @Override
            public void onEnd(GenerationResult result) {
                end.complete(result);
            }

            @Override
            public void onFailure(RuntimeException failure) {
                end.completeExceptionally(failure);
            }
        };
        try (GgufTextModel model = GgufTextModel.open(Vocabularies.PEBBLE, GgufOptions.defaults().withThreads(1))) {
            Generation _ = model.generate(new GenerationRequest(
                    new Prompt.Verbatim("What is the weather?"), Sampling.GREEDY, most, List.of(), shape,
                    Reasoning.INLINE), listener);
            GenerationResult result = end.join();
            return new Answer(text.toString(), result);
        }
    }
}
