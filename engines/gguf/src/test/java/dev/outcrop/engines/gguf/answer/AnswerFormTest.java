package dev.outcrop.engines.gguf.answer;

import java.util.List;
import java.util.Objects;

import dev.outcrop.engines.gguf.grammar.Grammar;
import dev.outcrop.engines.gguf.grammar.Texts;
import dev.outcrop.inference.AnswerShape;
import dev.outcrop.inference.Reasoning;
import dev.outcrop.inference.Tool;
import dev.outcrop.inference.Tools;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How many calls an answer may have: as many as a trained model likes, one of a model that was taught tools here. */
class AnswerFormTest {
    private static final Tool NOW = new Tool("now", "", "{\"type\":\"object\",\"additionalProperties\":false}");
    private static final String CALL = "<tool_call>\n{\"name\": \"now\", \"arguments\": {}}\n</tool_call>";

    private static Grammar grammar(ToolFormat format, Tools.Choice choice, AnswerShape shape) {
        return Objects.requireNonNull(
                AnswerForm.of(new Tools(List.of(NOW), choice), format, shape, Reasoning.INLINE, false).grammar());
    }

    @Test
    void aTrainedModelThatMustCallMayCallAgain() {
        Grammar any = grammar(ToolFormat.HERMES, new Tools.Choice.Any(), AnswerShape.TEXT);
        assertThat(Texts.fits(any, CALL)).isTrue();
        assertThat(Texts.fits(any, CALL + "\n" + CALL)).isTrue();
        Grammar named = grammar(ToolFormat.HERMES, new Tools.Choice.Named("now"), AnswerShape.TEXT);
        assertThat(Texts.fits(named, CALL)).isTrue();
        assertThat(Texts.fits(named, CALL + "\n" + CALL)).isFalse();
    }

    @Test
    void aTaughtModelThatMustCallCallsOnce() {
        Grammar any = grammar(ToolFormat.TAUGHT, new Tools.Choice.Any(), AnswerShape.TEXT);
        assertThat(Texts.fits(any, CALL)).isTrue();
        assertThat(Texts.fits(any, "")).isFalse();
        assertThat(Texts.fits(any, CALL + "\n" + CALL)).isFalse();
        Grammar json = grammar(ToolFormat.TAUGHT, new Tools.Choice.Auto(), AnswerShape.JSON);
        assertThat(Texts.fits(json, CALL)).isTrue();
        assertThat(Texts.fits(json, "{\"a\": 1}")).isTrue();
        assertThat(Texts.fits(json, CALL + CALL)).isFalse();
    }

    @Test
    void theAnswerOfATaughtModelThatMayCallEndsWithItsCall() {
        Grammar taught = grammar(ToolFormat.TAUGHT, new Tools.Choice.Auto(), AnswerShape.TEXT);
        assertThat(Texts.fits(taught, "It is late.")).isTrue();
        assertThat(Texts.fits(taught, "Let me see. " + CALL)).isTrue();
        assertThat(Texts.fits(taught, CALL + CALL)).isFalse();
        Grammar trained = grammar(ToolFormat.HERMES, new Tools.Choice.Auto(), AnswerShape.TEXT);
        assertThat(Texts.fits(trained, CALL + " and " + CALL + " that is it")).isTrue();
    }
}
