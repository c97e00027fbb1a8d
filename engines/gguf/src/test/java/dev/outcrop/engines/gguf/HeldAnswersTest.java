package dev.outcrop.engines.gguf;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import dev.outcrop.inference.Answer;
import dev.outcrop.inference.AnswerShape;
import dev.outcrop.inference.Generation;
import dev.outcrop.inference.GenerationRequest;
import dev.outcrop.inference.Message;
import dev.outcrop.inference.Prompt;
import dev.outcrop.inference.Reasoning;
import dev.outcrop.inference.Sampling;
import dev.outcrop.inference.StopReason;
import dev.outcrop.inference.Tool;
import dev.outcrop.inference.ToolCall;
import dev.outcrop.inference.Tools;
import dev.outcrop.inference.UnsupportedRequestException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** Calls and JSON from a model that was never taught either: only the form they are held to can make them right. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HeldAnswersTest {
    private static final Tool WEATHER = new Tool("get_weather", "Tells the weather", """
            {"type":"object","properties":{"place":{"type":"string","maxLength":12},
             "unit":{"enum":["celsius","fahrenheit"]},"days":{"type":"integer","minimum":1,"maximum":5}},
             "required":["place","unit","days"],"additionalProperties":false}""");
    private static final Tool NOW = new Tool("now", "", "{\"type\":\"object\",\"additionalProperties\":false}");
    private static final List<Message> ASKED = List.of(new Message(Message.Role.USER, "How is the weather in Oslo?"));

    private final GgufTextModel model = GgufTextModel.open(
            Path.of("../../models/src/main/resources/dev/outcrop/models/pebble.gguf"),
            GgufOptions.defaults().withThreads(1));

    @AfterAll
    void close() {
        model.close();
    }

    private static Sampling hot(long seed) {
        return new Sampling(1.5, 0, 1, 0, 1, 0, 0, Map.of(), OptionalLong.of(seed));
    }

    private Recorder run(Tools tools, AnswerShape shape, Sampling sampling) {
        Recorder recorder = new Recorder();
        Generation _ = model.generate(
                new GenerationRequest(
                        new Prompt.Chat(ASKED, tools), sampling, 300, List.of(), shape, Reasoning.INLINE),
                recorder);
        return recorder;
    }

    private Recorder run(Tools.Choice choice, long seed) {
        return run(new Tools(List.of(WEATHER, NOW), choice), AnswerShape.TEXT, hot(seed));
    }

    private static void assertFits(ToolCall call) {
        JsonNode input = JsonMapper.shared().readTree(call.input());
        if (call.name().equals("now")) {
            assertThat(input).isEmpty();
            return;
        }
        assertThat(call.name()).isEqualTo("get_weather");
        assertThat(input.propertyNames()).containsExactly("place", "unit", "days");
        assertThat(input.path("place").stringValue().codePointCount(0, input.path("place").stringValue().length()))
                .isLessThanOrEqualTo(12);
        assertThat(input.path("unit").stringValue()).isIn("celsius", "fahrenheit");
        assertThat(input.path("days").intValue()).isBetween(1, 5);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aNamedToolIsCalledOnceWithArgumentsThatFit(long seed) {
        Recorder recorder = run(new Tools.Choice.Named("get_weather"), seed);
        assertThat(recorder.await().stopReason()).isEqualTo(StopReason.TOOL_CALLS);
        Answer answer = recorder.answer();
        assertThat(answer.text()).isEmpty();
        assertThat(answer.calls()).singleElement().satisfies(call -> {
            assertThat(call.name()).isEqualTo("get_weather");
            assertThat(call.id()).matches("call_\\w{24}");
            assertFits(call);
        });
    }

    /** pebble was never taught to think: room for thoughts would only be filled with anything at all. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aModelThatDoesNotThinkIsGivenNoRoomForThoughts(long seed) {
        Recorder recorder = new Recorder();
        Generation _ = model.generate(
                new GenerationRequest(
                        new Prompt.Chat(ASKED, new Tools(List.of(WEATHER, NOW), new Tools.Choice.Named("now"))),
                        hot(seed), 300, List.of(), AnswerShape.TEXT, Reasoning.APART),
                recorder);
        assertThat(recorder.await().stopReason()).isEqualTo(StopReason.TOOL_CALLS);
        assertThat(recorder.answer().reasoning()).isEmpty();
        assertThat(recorder.answer().calls()).singleElement().satisfies(HeldAnswersTest::assertFits);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void anyToolMeansOneCallOfAModelThatWasTaughtTools(long seed) {
        Recorder recorder = run(new Tools.Choice.Any(), seed);
        assertThat(recorder.await().stopReason()).isEqualTo(StopReason.TOOL_CALLS);
        assertThat(recorder.answer().calls()).singleElement().satisfies(HeldAnswersTest::assertFits);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aFreeModelMayAnswerInWords(long seed) {
        Recorder recorder = run(new Tools.Choice.Auto(), seed);
        recorder.await();
        assertThat(recorder.answer().text() + recorder.answer().calls()).isNotEqualTo("[]");
    }

    @Test
    void withoutAChoiceThereIsNoCall() {
        Recorder recorder = run(new Tools.Choice.None(), 1);
        assertThat(recorder.await().stopReason()).isNotEqualTo(StopReason.TOOL_CALLS);
        assertThat(recorder.answer().calls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anAnswerHasTheShapeThatIsAskedFor(long seed) {
        Recorder recorder = run(Tools.NONE, new AnswerShape.Schema(WEATHER.inputSchema()), hot(seed));
        assertThat(recorder.await().stopReason()).isEqualTo(StopReason.END_OF_TURN);
        assertFits(new ToolCall("", "get_weather", recorder.text()));
    }

    @Test
    void jsonIsAnObject() {
        Recorder recorder = run(Tools.NONE, AnswerShape.JSON, Sampling.GREEDY);
        if (recorder.await().stopReason() == StopReason.END_OF_TURN) {
            assertThat(JsonMapper.shared().readTree(recorder.text()).isObject()).isTrue();
        } else {
            assertThat(recorder.text()).startsWith("{");
        }
    }

    @Test
    void aSchemaThatCannotBeFollowedIsTheRequestsFault() {
        Tool wrong = new Tool("x", "", "{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"#/nowhere\"}}}");
        assertThat(run(new Tools(List.of(wrong), new Tools.Choice.Any()), AnswerShape.TEXT, Sampling.GREEDY)
                .awaitFailure()).isInstanceOf(UnsupportedRequestException.class);
    }
}
