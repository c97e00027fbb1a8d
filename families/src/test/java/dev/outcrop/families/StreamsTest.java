package dev.outcrop.families;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

import dev.outcrop.families.ChunkSink.Role;
import dev.outcrop.families.testing.Calls;
import dev.outcrop.families.testing.ScriptedGeneration;
import dev.outcrop.families.testing.ScriptedGeneration.Chunk;
import dev.outcrop.inference.StopReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Streams, chunk by chunk, as recorded. The third token is empty, as half a character is. */
class StreamsTest {
    private static final ScriptedGeneration HELLO = ScriptedGeneration.of("Hel", "lo", "");

    private static List<String> stream(String modelId, String request) {
        return HELLO.stream(Calls.streamingCall(modelId, request)).stream()
                .map(chunk -> chunk.role() + " " + chunk.json().replace('"', '\''))
                .toList();
    }

    @Test
    void titanEndsWithTextAndReasonTogether() {
        assertThat(stream("amazon.titan-text-express-v1", "{'inputText':'Hi'}")).containsExactly(
                "TEXT {'outputText':'Hel','index':0,'inputTextTokenCount':7}",
                "LAST {'outputText':'lo','index':0,'totalOutputTextTokenCount':3,'completionReason':'FINISH'}");
    }

    @Test
    void titanShortAnswerIsOneChunk() {
        List<Chunk> chunks = ScriptedGeneration.of("Hi").endedBy(StopReason.MAX_TOKENS)
                .stream(Calls.streamingCall("amazon.titan-text-lite-v1", "{'inputText':'Hi'}"));
        assertThat(chunks).containsExactly(new Chunk(
                "{'outputText':'Hi','index':0,'totalOutputTextTokenCount':1,'completionReason':'LENGTH',"
                        .replace('\'', '"') + "\"inputTextTokenCount\":7}",
                Role.LAST));
    }

    @Test
    void claudeCompletionEndsEmpty() {
        assertThat(stream("anthropic.claude-v2",
                "{'prompt':'\\n\\nHuman: Hi\\n\\nAssistant:','max_tokens_to_sample':5}")).containsExactly(
                        "TEXT {'type':'completion','completion':' Hel','stop_reason':null,'stop':null}",
                        "TEXT {'type':'completion','completion':'lo','stop_reason':null,'stop':null}",
                        "LAST {'type':'completion','completion':'','stop_reason':'stop_sequence',"
                                + "'stop':'\\n\\nHuman:'}");
    }

    @Test
    void claudeMessagesHaveTheirEnvelope() {
        assertThat(stream("anthropic.claude-3-haiku-20240307-v1:0",
                "{'anthropic_version':'bedrock-2023-05-31','max_tokens':20,"
                        + "'messages':[{'role':'user','content':'Hi'}]}"))
                .containsExactly(
                        "ENVELOPE {'type':'message_start','message':{'id':'msg_bdrk_010000000000000000000000',"
                                + "'type':'message','role':'assistant','model':'claude-3-haiku-20240307',"
                                + "'content':[],'stop_reason':null,'stop_sequence':null,"
                                + "'usage':{'input_tokens':7,'output_tokens':1}}}",
                        "ENVELOPE {'type':'content_block_start','index':0,"
                                + "'content_block':{'type':'text','text':''}}",
                        "TEXT {'type':'content_block_delta','index':0,"
                                + "'delta':{'type':'text_delta','text':'Hel'}}",
                        "TEXT {'type':'content_block_delta','index':0,"
                                + "'delta':{'type':'text_delta','text':'lo'}}",
                        "ENVELOPE {'type':'content_block_stop','index':0}",
                        "ENVELOPE {'type':'message_delta','delta':{'stop_reason':'end_turn',"
                                + "'stop_sequence':null},'usage':{'output_tokens':3}}",
                        "LAST {'type':'message_stop'}");
    }

    @Test
    void novaGivesEachPieceItsOwnBlock() {
        assertThat(stream("amazon.nova-micro-v1:0", "{'messages':[{'role':'user','content':[{'text':'Hi'}]}]}"))
                .containsExactly(
                        "ENVELOPE {'messageStart':{'role':'assistant'}}",
                        "TEXT {'contentBlockDelta':{'delta':{'text':'Hel'},'contentBlockIndex':0}}",
                        "ENVELOPE {'contentBlockStop':{'contentBlockIndex':0}}",
                        "TEXT {'contentBlockDelta':{'delta':{'text':'lo'},'contentBlockIndex':1}}",
                        "ENVELOPE {'contentBlockStop':{'contentBlockIndex':1}}",
                        "ENVELOPE {'messageStop':{'stopReason':'end_turn'}}",
                        "LAST {'metadata':{'usage':{'inputTokens':7,'outputTokens':3,'cacheReadInputTokenCount':0,"
                                + "'cacheWriteInputTokenCount':0},'metrics':{},'trace':{}}}");
    }

    @Test
    void llamaCountsEveryTokenAndThePromptOnce() {
        assertThat(stream("meta.llama3-8b-instruct-v1:0", "{'prompt':'Hi'}")).containsExactly(
                "TEXT {'generation':'Hel','prompt_token_count':7,'generation_token_count':1,'stop_reason':null}",
                "TEXT {'generation':'lo','prompt_token_count':null,'generation_token_count':2,'stop_reason':null}",
                "TEXT {'generation':'','prompt_token_count':null,'generation_token_count':3,'stop_reason':null}",
                "LAST {'generation':'','prompt_token_count':null,'generation_token_count':3,'stop_reason':'stop'}");
    }

    @Test
    void mistralTextEndsWithItsReason() {
        assertThat(stream("mistral.mistral-7b-instruct-v0:2", "{'prompt':'Hi'}")).containsExactly(
                "TEXT {'outputs':[{'text':'Hel','stop_reason':null}]}",
                "TEXT {'outputs':[{'text':'lo','stop_reason':null}]}",
                "LAST {'outputs':[{'text':'','stop_reason':'stop'}]}");
    }

    @Test
    void mistralChatStreamsMessages() {
        assertThat(stream("mistral.mistral-large-2407-v1:0", "{'messages':[{'role':'user','content':'Hi'}]}"))
                .containsExactly(
                        "TEXT {'choices':[{'index':0,'message':{'role':'assistant','content':'Hel'},"
                                + "'stop_reason':null}]}",
                        "TEXT {'choices':[{'index':0,'message':{'role':'assistant','content':'lo'},"
                                + "'stop_reason':null}]}",
                        "LAST {'choices':[{'index':0,'message':{'role':'assistant','content':''},"
                                + "'stop_reason':'stop'}]}");
    }

    @Test
    void commandStreamsOnlyWhenTheBodySaysSo() {
        assertThat(stream("cohere.command-text-v14", "{'prompt':'Hi','stream':true}")).containsExactly(
                "TEXT {'is_finished':false,'text':'Hel'}",
                "TEXT {'is_finished':false,'text':'lo'}",
                "LAST {'finish_reason':'COMPLETE','is_finished':true}");
        assertThat(stream("cohere.command-text-v14", "{'prompt':'Hi'}")).singleElement().asString()
                .startsWith("LAST {'id':").contains("'text':'Hello'");
    }

    @Test
    void commandREndsWithTheWholeResponse() {
        List<String> chunks = stream("cohere.command-r-v1:0", "{'message':'Hi'}");
        assertThat(chunks.subList(0, 3)).containsExactly(
                "ENVELOPE {'event_type':'stream-start',"
                        + "'generation_id':'00000000-0000-4000-8000-000000000000','is_finished':false}",
                "TEXT {'event_type':'text-generation','text':'Hel','is_finished':false}",
                "TEXT {'event_type':'text-generation','text':'lo','is_finished':false}");
        assertThat(chunks.getLast())
                .startsWith("LAST {'event_type':'stream-end','finish_reason':'COMPLETE','is_finished':true,"
                        + "'response':{'response_id':")
                .contains("'text':'Hello'")
                .endsWith("'finish_reason':'COMPLETE','meta':{'api_version':{'version':'1'},"
                        + "'billed_units':{'input_tokens':7,'output_tokens':3}}}}");
        assertThat(chunks).hasSize(4);
    }

    @Test
    void gptOssEndsWithAnEmptyDelta() {
        String envelope = "'created':1759813667,'id':'chatcmpl-0000000000000000000000',"
                + "'model':'openai.gpt-oss-20b-1:0','object':'chat.completion.chunk','service_tier':'auto'}";
        assertThat(stream("openai.gpt-oss-20b-1:0", "{'messages':[{'role':'user','content':'Hi'}],'stream':true}"))
                .containsExactly(
                        "TEXT {'choices':[{'delta':{'content':'Hel'},'finish_reason':null,'index':0}]," + envelope,
                        "TEXT {'choices':[{'delta':{'content':'lo'},'finish_reason':null,'index':0}]," + envelope,
                        "LAST {'choices':[{'delta':{},'finish_reason':'stop','index':0}]," + envelope);
    }

    @Test
    void qwenNamesTheRoleFirstAndEndsWithText() {
        String envelope = "'created':1759813667,'id':'chatcmpl-0000000000000000000000',"
                + "'model':'qwen.qwen3-32b-v1:0','object':'chat.completion.chunk'}";
        assertThat(stream("qwen.qwen3-32b-v1:0", "{'messages':[{'role':'user','content':'Hi'}]}")).containsExactly(
                "ENVELOPE {'choices':[{'delta':{'content':'','role':'assistant'},'finish_reason':null,'index':0}],"
                        + envelope,
                "TEXT {'choices':[{'delta':{'content':'Hel'},'finish_reason':null,'index':0}]," + envelope,
                "LAST {'choices':[{'delta':{'content':'lo'},'finish_reason':'stop','index':0}]," + envelope);
    }

    @Test
    void deepSeekStreamsTexts() {
        assertThat(stream("deepseek.r1-v1:0", "{'prompt':'Hi'}")).containsExactly(
                "TEXT {'choices':[{'text':'Hel','stop_reason':null}]}",
                "TEXT {'choices':[{'text':'lo','stop_reason':null}]}",
                "LAST {'choices':[{'text':'','stop_reason':'stop'}]}");
    }

    @Test
    void jambaEndsWithUsage() {
        assertThat(stream("ai21.jamba-1-5-large-v1:0", "{'messages':[{'role':'user','content':'Hi'}]}"))
                .containsExactly(
                        "ENVELOPE {'id':'chat-0000000000000000000000','choices':[{'index':0,"
                                + "'delta':{'role':'assistant'},'finish_reason':null}]}",
                        "TEXT {'id':'chat-0000000000000000000000','choices':[{'index':0,'delta':{'content':'Hel'},"
                                + "'finish_reason':null}]}",
                        "TEXT {'id':'chat-0000000000000000000000','choices':[{'index':0,'delta':{'content':'lo'},"
                                + "'finish_reason':null}]}",
                        "LAST {'id':'chat-0000000000000000000000','choices':[{'index':0,'delta':{'content':''},"
                                + "'finish_reason':'stop'}],'usage':{'prompt_tokens':7,'completion_tokens':3,"
                                + "'total_tokens':10}}");
    }

    @Test
    void writerSaysDoneAfterItsLastObject() {
        List<String> completion = stream("writer.palmyra-x5-v1:0", "{'prompt':'Hi'}");
        assertThat(completion).hasSize(4).element(0).asString().isEqualTo(
                "TEXT {'id':'cmpl-0000000000000000000000','object':'text_completion','created':1759813667,"
                        + "'model':'writer.palmyra-x5-v1:0','choices':[{'index':0,'text':'Hel','logprobs':null,"
                        + "'finish_reason':null,'stop_reason':null}],'usage':null}");
        assertThat(completion.get(2)).startsWith("LAST {").contains("'finish_reason':'stop'");
        assertThat(completion.get(3)).isEqualTo("ENVELOPE '[DONE]'");
        List<String> chat = stream("writer.palmyra-x4-v1:0", "{'messages':[{'role':'user','content':'Hi'}]}");
        assertThat(chat.get(chat.size() - 2)).startsWith("LAST {");
        assertThat(chat.getLast()).isEqualTo("ENVELOPE '[DONE]'");
    }

    static Stream<Arguments> everyFamily() {
        String chat = "{'messages':[{'role':'user','content':'Hi'}]}";
        return Stream.of(
                Arguments.of("amazon.titan-text-express-v1", "{'inputText':'Hi'}"),
                Arguments.of("anthropic.claude-v2:1",
                        "{'prompt':'\\n\\nHuman: Hi\\n\\nAssistant:','max_tokens_to_sample':5}"),
                Arguments.of("anthropic.claude-sonnet-4-6",
                        "{'anthropic_version':'bedrock-2023-05-31','max_tokens':20,"
                                + "'messages':[{'role':'user','content':'Hi'}]}"),
                Arguments.of("amazon.nova-pro-v1:0", "{'messages':[{'role':'user','content':[{'text':'Hi'}]}]}"),
                Arguments.of("ai21.j2-mid-v1", "{'prompt':'Hi'}"),
                Arguments.of("ai21.jamba-1-5-mini-v1:0", chat),
                Arguments.of("cohere.command-text-v14", "{'prompt':'Hi','stream':true}"),
                Arguments.of("cohere.command-r-v1:0", "{'message':'Hi'}"),
                Arguments.of("meta.llama3-8b-instruct-v1:0", "{'prompt':'Hi'}"),
                Arguments.of("mistral.mistral-7b-instruct-v0:2", "{'prompt':'Hi'}"),
                Arguments.of("mistral.mistral-large-2402-v1:0", chat),
                Arguments.of("deepseek.r1-v1:0", "{'prompt':'Hi'}"),
                Arguments.of("openai.gpt-oss-120b-1:0", chat),
                Arguments.of("google.gemma-3-4b-it", chat),
                Arguments.of("writer.palmyra-x5-v1:0", chat),
                Arguments.of("my-model", chat),
                Arguments.of("my-model", "{'prompt':'Hi','max_tokens':3}"),
                Arguments.of("my-model", "{'prompt':'Hi'}"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("everyFamily")
    void oneChunkIsTheLastAndIsAnObject(String modelId, String request) {
        TextInvocation invocation = Calls.call(modelId, request);
        assertLast(HELLO.stream(invocation));
        assertLast(ScriptedGeneration.of().stream(invocation));
        assertLast(ScriptedGeneration.blocked(invocation, "No."));
    }

    private static void assertLast(List<Chunk> chunks) {
        List<Chunk> last = chunks.stream().filter(chunk -> chunk.role() == Role.LAST).toList();
        assertThat(last).singleElement().extracting(Chunk::json).asString().startsWith("{").endsWith("}");
        assertThat(chunks).allSatisfy(chunk -> assertThat(Calls.json(chunk.json()).isMissingNode()).isFalse());
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("everyFamily")
    void blockedTextTakesTheModelsPlaceAndCostsNothing(String modelId, String request) {
        TextInvocation invocation = Calls.call(modelId, request);
        String body = new String(invocation.blockedBody("Sorry, no."), StandardCharsets.UTF_8);
        assertThat(body).contains("\"Sorry, no.\"");
        assertThat(ScriptedGeneration.blocked(invocation, "Sorry, no."))
                .filteredOn(chunk -> chunk.role() != Role.ENVELOPE)
                .anySatisfy(chunk -> assertThat(chunk.json()).contains("Sorry, no."));
        assertThat(body).doesNotContainPattern("(?i)token(s|_count|count)\":[1-9]");
    }
}
