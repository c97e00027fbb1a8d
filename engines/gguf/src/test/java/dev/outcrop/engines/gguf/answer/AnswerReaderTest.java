package dev.outcrop.engines.gguf.answer;

import java.util.List;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class AnswerReaderTest {

    /** Parts as one text: {@code text|}, {@code thought~}, {@code call name(input)}. */
    private static final class Heard implements AnswerParts {
        private final StringBuilder all = new StringBuilder();
        private String last = "";

        @Override
        public void text(String text) {
            begin("text:").append(text);
        }

        @Override
        public void thought(String text) {
            begin("thought:").append(text);
        }

        @Override
        public void call(String name) {
            last = "";
            begin("call:").append(name).append(' ');
        }

        @Override
        public void input(String json) {
            assertThat(last).isEqualTo("call:");
            all.append(json);
        }

        private StringBuilder begin(String kind) {
            if (!last.equals(kind)) {
                all.append(all.isEmpty() ? "" : " | ").append(kind);
                last = kind;
            }
            return all;
        }
    }

    private static String read(@Nullable ToolFormat format, boolean thoughts, boolean thinking, String answer,
            int size) {
        Heard heard = new Heard();
        AnswerReader reader = new AnswerReader(format, thoughts, thinking, heard);
        for (int at = 0; at < answer.length(); at += size) {
            reader.push(answer.substring(at, Math.min(answer.length(), at + size)));
        }
        reader.end();
        return heard.all.toString();
    }

    private static final List<String> HERMES = List.of(
            "Sunny.",
            "a < b and <tool is no marker <tool_",
            "<tool_call>\n{\"name\": \"now\", \"arguments\": {}}\n</tool_call>",
            "Let me see.\n<tool_call>\n{\"name\": \"w\", \"arguments\": {\"c\": \"a\\\"}{\", \"n\": [1, {\"x\": 2}]}}\n</tool_call>"
                    + "\n<tool_call>{\"arguments\": {\"z\": 1}, \"name\": \"v\"}</tool_call>",
            "<tool_call>{\"name\": \"q\", \"arguments\": \"{\\\"a\\\": 1}\"}</tool_call> and so on",
            "<tool_call>{\"name\": \"cut\", \"arguments\": {\"a\": \"b",
            "<tool_call>{\"nam",
            "<tool_call>{\"title\": 3}</tool_call>");

    private static final List<String> HEARD = List.of(
            "text:Sunny.",
            "text:a < b and <tool is no marker <tool_",
            "call:now {}",
            "text:Let me see.\n | call:w {\"c\": \"a\\\"}{\", \"n\": [1, {\"x\": 2}]} | call:v {\"z\": 1}",
            "call:q {\"a\": 1} | text:and so on",
            "call:cut {\"a\": \"b",
            "text:{\"nam",
            "text:{\"title\": 3}");

    @Property(tries = 200)
    void calls_are_read_however_the_text_is_cut(
            @ForAll @IntRange(min = 0, max = 7) int sample, @ForAll @IntRange(min = 1, max = 60) int size) {
        assertThat(read(ToolFormat.HERMES, false, false, HERMES.get(sample), size)).isEqualTo(HEARD.get(sample));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', quoteCharacter = '\0', value = {
            "{\"name\": \"f\", \"parameters\": {\"a\": 1}} # call:f {\"a\": 1}",
            "<|python_tag|>{\"name\": \"f\", \"parameters\": {\"a\": 1}}; {\"name\": \"g\", \"parameters\": {}} # call:f {\"a\": 1} | call:g {}",
            "It is {\"name\": \"f\"}. # text:It is {\"name\": \"f\"}."})
    void llama_begins_an_answer_with_its_call(String answer, String heard) {
        for (int size = 1; size < 30; size++) {
            assertThat(read(ToolFormat.LLAMA3, false, false, answer.strip(), size)).isEqualTo(heard.strip());
        }
    }

    @Test
    void mistral_writes_a_list() {
        String answer = "[TOOL_CALLS] [{\"name\": \"f\", \"arguments\": {\"a\": 1}}, {\"name\": \"g\", \"arguments\": {}}]";
        for (int size = 1; size < 30; size++) {
            assertThat(read(ToolFormat.MISTRAL, false, false, answer, size)).isEqualTo("call:f {\"a\": 1} | call:g {}");
        }
    }

    @Test
    void thoughts_are_kept_apart_from_text_and_calls() {
        String answer = "<think>\nHm, <thin ice.\n</think>\n\nYes. <tool_call>{\"name\":\"f\",\"arguments\":{}}</tool_call>";
        for (int size = 1; size < 30; size++) {
            assertThat(read(ToolFormat.HERMES, true, false, answer, size))
                    .isEqualTo("thought:Hm, <thin ice.\n | text:Yes.  | call:f {}");
        }
    }

    @Test
    void a_prompt_may_have_begun_the_thought() {
        assertThat(read(null, true, true, "So.</think>\nFour.", 3)).isEqualTo("thought:So. | text:Four.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', quoteCharacter = '\0', value = {
            "<tool_call>{\"name\": \"get_weat # true # ''",
            "<tool_call>{\"name\": \"get_weat # false # ''",
            "<tool_call>{\"name\": \"f\", \"arguments\": {\"a\": \"b # true # call:f {\"a\": \"b",
            "<tool # true # ''",
            "a <tool # false # text:a <tool"})
    void a_call_that_was_cut_off_is_no_text(String answer, boolean demanded, String heard) {
        assertThat(cutOff(ToolFormat.HERMES, answer, demanded)).isEqualTo(heard.equals("''") ? "" : heard);
    }

    @Test
    void an_object_that_was_cut_off_is_a_call_only_when_one_was_demanded() {
        String answer = "{\"name\": \"get_weat";
        assertThat(cutOff(ToolFormat.LLAMA3, answer, true)).isEmpty();
        assertThat(cutOff(ToolFormat.LLAMA3, answer, false)).isEqualTo("text:" + answer);
    }

    private static String cutOff(ToolFormat format, String answer, boolean demanded) {
        Heard heard = new Heard();
        AnswerReader reader = new AnswerReader(format, false, false, heard);
        reader.push(answer);
        reader.cutOff(demanded);
        return heard.all.toString();
    }

    @Test
    void a_cut_thought_is_no_text() {
        assertThat(read(null, true, false, "<think>So it is </thi", 4)).isEqualTo("thought:So it is </thi");
    }

    @Test
    void without_thoughts_apart_their_markers_are_text() {
        assertThat(read(ToolFormat.HERMES, false, false, "<think>a</think>b", 2)).isEqualTo("text:<think>a</think>b");
    }

    @Test
    void hostile_depth_costs_neither_stack_nor_much_time() {
        String deep = "<tool_call>{\"name\":\"f\",\"arguments\":" + "[".repeat(200_000) + "]".repeat(200_000)
                + "}</tool_call>";
        assertThat(read(ToolFormat.HERMES, false, false, deep, 7).length()).isEqualTo("call:f ".length() + 400_000);
    }
}
