package dev.outcrop.families;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

import dev.outcrop.families.openai.ChatCompletions;
import dev.outcrop.families.testing.Calls;
import dev.outcrop.families.testing.ScriptedGeneration.Chunk;
import dev.outcrop.inference.Answer;
import dev.outcrop.inference.GenerationResult;
import dev.outcrop.inference.StopReason;
import dev.outcrop.inference.ToolCall;
import dev.outcrop.wire.error.ValidationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Several answers to one request: bodies, chunks, counts and seeds. */
class SeveralAnswersTest {
    private static final String COMMAND = "cohere.command-text-v14";
    private static final String QWEN = "qwen.qwen3-32b-v1:0";
    private static final String JAMBA = "ai21.jamba-1-5-mini-v1:0";
    private static final GenerationResult ENDED = new GenerationResult(7, 2, StopReason.END_OF_TURN, null);
    private static final GenerationResult CUT_OFF = new GenerationResult(7, 3, StopReason.MAX_TOKENS, null);
    private static final List<Completion> TWO = List.of(
            new Completion(Answer.of("One"), ENDED), new Completion(Answer.of("Two"), CUT_OFF));

    private static String chat(String more) {
        return "{'messages':[{'role':'user','content':'Hi'}]" + more + "}";
    }

    private static JsonNode body(TextInvocation call) {
        return Calls.json(Calls.utf8(call.body(TWO)));
    }

    private static String text(JsonNode node) {
        return node.toString().replace('"', '\'');
    }

    /** The stream of two answers that take turns: the first says one token and ends, the second says two. */
    private static List<Chunk> interleaved(TextInvocation call) {
        List<Chunk> chunks = new ArrayList<>();
        List<ChunkWriter> writers = call.chunksOfAll(
                (json, role) -> chunks.add(new Chunk(new String(json, StandardCharsets.UTF_8), role)));
        assertThat(writers).hasSize(2);
        ChunkWriter first = writers.get(0);
        ChunkWriter second = writers.get(1);
        second.start(7);
        second.text("Tw", 1);
        first.start(7);
        first.text("One", 1);
        first.end(ENDED);
        second.text("o", 2);
        second.end(CUT_OFF);
        return chunks;
    }

    private static List<String> texts(List<Chunk> chunks) {
        return chunks.stream().map(chunk -> chunk.json().replace('"', '\'')).toList();
    }

    @Test
    void commandListsItsGenerationsEachWithItsReason() {
        TextInvocation call = Calls.call(COMMAND, "{'prompt':'Hi','num_generations':2}");
        assertThat(call.answers()).isEqualTo(2);
        assertThat(text(body(call))).isEqualTo("{'id':'" + Calls.REQUEST_ID + "','generations':["
                + "{'id':'00000000-0000-4000-8000-000000000000','text':'One','finish_reason':'COMPLETE'},"
                + "{'id':'00000000-0000-4000-8000-000000000000','text':'Two','finish_reason':'MAX_TOKENS'}],"
                + "'prompt':'Hi'}");
    }

    @Test
    void commandsPiecesSayWhoseTheyAreAndOneEndSpeaksForAll() {
        List<Chunk> chunks = interleaved(Calls.call(COMMAND, "{'prompt':'Hi','num_generations':2,'stream':true}"));
        assertThat(texts(chunks)).containsExactly(
                "{'index':1,'is_finished':false,'text':'Tw'}",
                "{'index':0,'is_finished':false,'text':'One'}",
                "{'index':1,'is_finished':false,'text':'o'}",
                "{'finish_reason':'MAX_TOKENS','is_finished':true}");
        assertThat(chunks).extracting(Chunk::role).containsExactly(
                ChunkSink.Role.TEXT, ChunkSink.Role.TEXT, ChunkSink.Role.TEXT, ChunkSink.Role.LAST);
    }

    @Test
    void commandWithoutPiecesStreamsTheBodyOnceAllAreThere() {
        TextInvocation call = Calls.call(COMMAND, "{'prompt':'Hi','num_generations':2}");
        assertThat(interleaved(call)).containsExactly(
                new Chunk(Calls.utf8(call.body(TWO)), ChunkSink.Role.LAST));
    }

    @Test
    void jurassicListsItsCompletions() {
        JsonNode completions = body(Calls.call("ai21.j2-mid-v1", "{'prompt':'Hi','numResults':2}"))
                .path("completions");
        assertThat(completions).hasSize(2);
        assertThat(completions.at("/0/data/text").stringValue()).isEqualTo("One");
        assertThat(completions.at("/1/data/text").stringValue()).isEqualTo("Two");
        assertThat(text(completions.at("/0/finishReason"))).isEqualTo("{'reason':'endoftext'}");
        assertThat(text(completions.at("/1/finishReason"))).isEqualTo("{'reason':'length','length':3}");
    }

    @ParameterizedTest
    @CsvSource({JAMBA + ",message/content", QWEN + ",message/content", "openai.gpt-oss-20b-1:0,message/content",
            "writer.palmyra-x5-v1:0,message/content", "my-model,message/content"})
    void chatListsItsChoicesByIndexAndCountsThePromptOnce(String modelId, String content) {
        assertChoices(body(Calls.call(modelId, chat(",'n':2"))), content);
    }

    @ParameterizedTest
    @ValueSource(strings = {"writer.palmyra-x5-v1:0", "my-model"})
    void completionsListTheirChoicesToo(String modelId) {
        assertChoices(body(Calls.call(modelId, "{'prompt':'Hi','max_tokens':5,'n':2}")), "text");
    }

    private static void assertChoices(JsonNode body, String content) {
        JsonNode choices = body.path("choices");
        assertThat(choices).hasSize(2);
        for (int i = 0; i < 2; i++) {
            assertThat(choices.get(i).path("index").intValue()).isEqualTo(i);
            assertThat(choices.get(i).at("/" + content).stringValue()).isEqualTo(i == 0 ? "One" : "Two");
            assertThat(choices.get(i).path("finish_reason").stringValue()).isEqualTo(i == 0 ? "stop" : "length");
        }
        assertThat(body.at("/usage/prompt_tokens").intValue()).isEqualTo(7);
        assertThat(body.at("/usage/completion_tokens").intValue()).isEqualTo(5);
        assertThat(body.at("/usage/total_tokens").intValue()).isEqualTo(12);
    }

    @Test
    void chunksOfTheOpenWeightModelsNameTheirChoice() {
        List<Chunk> chunks = interleaved(Calls.streamingCall(QWEN, chat(",'n':2")));
        assertThat(chunks).extracting(chunk -> {
            JsonNode choice = Calls.json(chunk.json()).path("choices").get(0);
            return choice.path("index").intValue() + choice.path("delta").path("content").stringValue()
                    + choice.path("finish_reason").asString("");
        }).containsExactly("1", "0", "0Onestop", "1Tw", "1olength");
        assertThat(chunks.getLast().role()).isEqualTo(ChunkSink.Role.LAST);
        assertThat(chunks.subList(0, 4)).extracting(Chunk::role).doesNotContain(ChunkSink.Role.LAST);
    }

    @Test
    void gptOssEndsEachChoiceAndTheStreamOnce() {
        List<Chunk> chunks = interleaved(Calls.streamingCall("openai.gpt-oss-20b-1:0", chat(",'n':2")));
        assertThat(texts(chunks)).extracting(chunk -> chunk.substring(0, chunk.indexOf(",'created'"))).containsExactly(
                "{'choices':[{'delta':{'content':'Tw'},'finish_reason':null,'index':1}]",
                "{'choices':[{'delta':{'content':'One'},'finish_reason':null,'index':0}]",
                "{'choices':[{'delta':{},'finish_reason':'stop','index':0}]",
                "{'choices':[{'delta':{'content':'o'},'finish_reason':null,'index':1}]",
                "{'choices':[{'delta':{},'finish_reason':'length','index':1}]");
        assertThat(chunks).filteredOn(chunk -> chunk.role() == ChunkSink.Role.LAST)
                .containsExactly(chunks.getLast());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'messages':[{'role':'user','content':'Hi'}],'n':2}",
            "{'prompt':'Hi','max_tokens':5,'n':2}"})
    void writersStreamEndsOnceAfterAllChoices(String body) {
        List<Chunk> chunks = interleaved(Calls.streamingCall("writer.palmyra-x5-v1:0", body));
        assertThat(chunks).filteredOn(chunk -> chunk.json().equals("\"[DONE]\"")).containsExactly(chunks.getLast());
        Chunk last = chunks.get(chunks.size() - 2);
        assertThat(last.role()).isEqualTo(ChunkSink.Role.LAST);
        assertThat(Calls.json(last.json()).at("/choices/0/index").intValue()).isEqualTo(1);
    }

    @Test
    void theOpenAiDoorCountsTheStreamOnce() {
        TextInvocation call = (TextInvocation) new ChatCompletions(() -> 0, () -> Instant.ofEpochSecond(0)).parse(
                new InvocationContext(QWEN, QWEN, Calls.REQUEST_ID, true),
                Calls.json(chat(",'n':2,'stream_options':{'include_usage':true}").replace('\'', '"')));
        List<JsonNode> chunks = interleaved(call).stream().map(chunk -> Calls.json(chunk.json())).toList();
        assertThat(chunks).filteredOn(chunk -> chunk.path("usage").isObject()).containsExactly(chunks.getLast());
        assertThat(text(chunks.getLast().path("usage")))
                .isEqualTo("{'prompt_tokens':7,'completion_tokens':5,'total_tokens':12}");
        assertChoices(body(call), "message/content");
    }

    @Test
    void atMostOneCallIsAtMostOneInEachAnswer() {
        Answer calling = new Answer(
                "", "", List.of(new ToolCall("c1", "a", "{}"), new ToolCall("c2", "a", "{}")));
        TextInvocation call = Calls.call(QWEN, chat(",'n':2,'parallel_tool_calls':false"));
        JsonNode choices = Calls.json(Calls.utf8(call.body(List.of(
                new Completion(calling, ENDED), new Completion(calling, ENDED))))).path("choices");
        assertThat(choices.get(0).at("/message/tool_calls")).hasSize(1);
        assertThat(choices.get(1).at("/message/tool_calls")).hasSize(1);
        assertThat(call.chunksOfAll((json, role) -> {})).hasSize(2);
    }

    @Test
    void aGivenSeedIsCountedOnAndNoneIsMadeUp() {
        TextInvocation seeded = Calls.call(QWEN, chat(",'n':3,'seed':41"));
        assertThat(seeded.generation().ofAnswer(0)).isEqualTo(seeded.generation());
        assertThat(seeded.generation().ofAnswer(2).sampling().seed()).isEqualTo(OptionalLong.of(43));
        TextInvocation free = Calls.call(QWEN, chat(",'n':3"));
        assertThat(free.generation().ofAnswer(2).sampling().seed()).isEmpty();
    }

    @Test
    void togetherThePromptCountsPerAnswerAndALimitShows() {
        assertThat(Finish.together(List.of(ENDED, CUT_OFF, ENDED)))
                .isEqualTo(new GenerationResult(21, 7, StopReason.MAX_TOKENS, null));
        assertThat(Finish.together(List.of(ENDED, ENDED)).stopReason()).isEqualTo(StopReason.END_OF_TURN);
        GenerationResult filtered = new GenerationResult(7, 1, StopReason.CONTENT_FILTERED, null);
        assertThat(Finish.together(List.of(CUT_OFF, filtered)).stopReason()).isEqualTo(StopReason.CONTENT_FILTERED);
        assertThat(Finish.together(List.of(CUT_OFF))).isSameAs(CUT_OFF);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
            COMMAND + ";{'prompt':'a','num_generations':6};#/num_generations: 6 is not less or equal to 5",
            "ai21.j2-mid-v1;{'prompt':'a','numResults':17};#/numResults: 17 is not less or equal to 16",
            QWEN + ";{'messages':[{'role':'user','content':'a'}],'n':17};#/n: 17 is not less or equal to 16",
            JAMBA + ";{'messages':[{'role':'user','content':'a'}],'n':0};#/n: 0 is not greater or equal to 1"})
    void thereAreBounds(String modelId, String body, String details) {
        assertThat(Calls.refusal(modelId, body.replace('\'', '"'))).isEqualTo(Calls.malformed(details));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
            "mistral.mistral-large-2402-v1:0;{'messages':[{'role':'user','content':'a'}],'n':2}",
            "deepseek.r1-v1:0;{'prompt':'a','n':2}"})
    void formatsWithOnePlaceRefuse(String modelId, String body) {
        assertThat(Calls.refusal(modelId, body.replace('\'', '"')))
                .isEqualTo("This model gives one answer to a request. Ask for one and try again.");
    }

    @Test
    void jambaGivesOneAnswerInAStreamAndWithoutChance() {
        assertThatThrownBy(() -> Calls.streamingCall(JAMBA, chat(",'n':2")))
                .isInstanceOf(ValidationException.class)
                .hasMessage("n must be 1 when the answer is streamed.");
        assertThat(Calls.refusal(JAMBA, chat(",'n':2,'temperature':0").replace('\'', '"')))
                .isEqualTo("n must be 1 when temperature is 0.");
        assertThat(Calls.streamingCall(JAMBA, chat(",'temperature':0")).answers()).isEqualTo(1);
    }
}
