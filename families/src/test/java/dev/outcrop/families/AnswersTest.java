package dev.outcrop.families;

import java.util.stream.Stream;

import dev.outcrop.families.testing.Calls;
import dev.outcrop.families.testing.ScriptedGeneration;
import dev.outcrop.inference.StopReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Whole bodies, byte for byte: keys in the recorded order, counts, reasons. Single quotes stand for double ones. */
class AnswersTest {
    private static final ScriptedGeneration HELLO = ScriptedGeneration.of("Hel", "lo");

    static Stream<Arguments> bodies() {
        return Stream.of(
                Arguments.of(
                        "amazon.titan-text-express-v1",
                        "{'inputText':'Hi'}",
                        "{'inputTextTokenCount':7,'results':[{'tokenCount':2,'outputText':'Hello',"
                                + "'completionReason':'FINISH'}]}"),
                Arguments.of(
                        "anthropic.claude-v2:1",
                        "{'prompt':'\\n\\nHuman: Hi\\n\\nAssistant:','max_tokens_to_sample':50}",
                        "{'type':'completion','completion':' Hello','stop_reason':'stop_sequence',"
                                + "'stop':'\\n\\nHuman:'}"),
                Arguments.of(
                        "anthropic.claude-3-haiku-20240307-v1:0",
                        "{'anthropic_version':'bedrock-2023-05-31','max_tokens':20,"
                                + "'messages':[{'role':'user','content':'Hi'}]}",
                        "{'id':'msg_bdrk_010000000000000000000000','type':'message','role':'assistant',"
                                + "'model':'claude-3-haiku-20240307','content':[{'type':'text','text':'Hello'}],"
                                + "'stop_reason':'end_turn','stop_sequence':null,"
                                + "'usage':{'input_tokens':7,'output_tokens':2}}"),
                Arguments.of(
                        "amazon.nova-micro-v1:0",
                        "{'messages':[{'role':'user','content':[{'text':'Hi'}]}],"
                                + "'inferenceConfig':{'max_new_tokens':10}}",
                        "{'output':{'message':{'content':[{'text':'Hello'}],'role':'assistant'}},"
                                + "'stopReason':'end_turn','usage':{'inputTokens':7,'outputTokens':2,"
                                + "'totalTokens':9,'cacheReadInputTokenCount':0,'cacheWriteInputTokenCount':0}}"),
                Arguments.of(
                        "ai21.j2-mid-v1",
                        "{'prompt':'Hi','maxTokens':10}",
                        "{'id':1234,'prompt':{'text':'Hi','tokens':[{'generatedToken':{'token':'Hi','logprob':null,"
                                + "'raw_logprob':null},'topTokens':null,'textRange':{'start':0,'end':2}}]},"
                                + "'completions':[{'data':{'text':'Hello','tokens':[{'generatedToken':"
                                + "{'token':'Hello','logprob':null,'raw_logprob':null},'topTokens':null,"
                                + "'textRange':{'start':0,'end':5}}]},'finishReason':{'reason':'endoftext'}}]}"),
                Arguments.of(
                        "ai21.jamba-1-5-mini-v1:0",
                        "{'messages':[{'role':'user','content':'Hi'}]}",
                        "{'id':'chat-0000000000000000000000','choices':[{'index':0,'message':{'role':'assistant',"
                                + "'content':'Hello','tool_calls':null},'finish_reason':'stop'}],"
                                + "'usage':{'prompt_tokens':7,'completion_tokens':2,'total_tokens':9},"
                                + "'meta':{'requestDurationMillis':0},'model':'jamba-1.5-mini'}"),
                Arguments.of(
                        "cohere.command-text-v14",
                        "{'prompt':'Hi','max_tokens':10}",
                        "{'id':'0a1b2c3d-0000-4000-8000-000000000001','generations':["
                                + "{'id':'00000000-0000-4000-8000-000000000000','text':'Hello',"
                                + "'finish_reason':'COMPLETE'}],'prompt':'Hi'}"),
                Arguments.of(
                        "cohere.command-r-v1:0",
                        "{'message':'Hi','max_tokens':10,'p':0.99}",
                        "{'response_id':'00000000/00000000-0000-4000-8000-000000000000','text':'Hello',"
                                + "'generation_id':'00000000-0000-4000-8000-000000000000','chat_history':["
                                + "{'role':'USER','message':'Hi'},{'role':'CHATBOT','message':'Hello'}],"
                                + "'finish_reason':'COMPLETE'}"),
                Arguments.of(
                        "meta.llama3-8b-instruct-v1:0",
                        "{'prompt':'Hi','max_gen_len':10}",
                        "{'generation':'Hello','prompt_token_count':7,'generation_token_count':2,"
                                + "'stop_reason':'stop'}"),
                Arguments.of(
                        "mistral.mistral-7b-instruct-v0:2",
                        "{'prompt':'<s>[INST] Hi [/INST]','max_tokens':10}",
                        "{'outputs':[{'text':'Hello','stop_reason':'stop'}]}"),
                Arguments.of(
                        "mistral.mistral-large-2402-v1:0",
                        "{'messages':[{'role':'user','content':'Hi'}],'max_tokens':10}",
                        "{'choices':[{'index':0,'message':{'role':'assistant','content':'Hello'},"
                                + "'stop_reason':'stop'}]}"),
                Arguments.of(
                        "mistral.mistral-large-2402-v1:0",
                        "{'prompt':'Hi'}",
                        "{'outputs':[{'text':'Hello','stop_reason':'stop'}]}"),
                Arguments.of(
                        "deepseek.r1-v1:0",
                        "{'prompt':'Hi','max_tokens':10}",
                        "{'choices':[{'text':'Hello','stop_reason':'stop'}]}"),
                Arguments.of(
                        "openai.gpt-oss-20b-1:0",
                        "{'messages':[{'role':'user','content':'Hi'}],'max_completion_tokens':50}",
                        "{'choices':[{'finish_reason':'stop','index':0,'message':{'content':'Hello',"
                                + "'role':'assistant'}}],'created':1759813667,"
                                + "'id':'chatcmpl-0000000000000000000000','model':'openai.gpt-oss-20b-1:0',"
                                + "'object':'chat.completion','service_tier':'auto',"
                                + "'usage':{'completion_tokens':2,'prompt_tokens':7,'total_tokens':9}}"),
                Arguments.of(
                        "qwen.qwen3-32b-v1:0",
                        "{'messages':[{'role':'user','content':'Hi'}]}",
                        "{'choices':[{'finish_reason':'stop','index':0,'message':{'content':'Hello',"
                                + "'role':'assistant'}}],'created':1759813667,"
                                + "'id':'chatcmpl-0000000000000000000000','model':'qwen.qwen3-32b-v1:0',"
                                + "'object':'chat.completion',"
                                + "'usage':{'completion_tokens':2,'prompt_tokens':7,'total_tokens':9}}"),
                Arguments.of(
                        "writer.palmyra-x5-v1:0",
                        "{'messages':[{'role':'user','content':{'text':'Hi'}}]}",
                        "{'id':'chatcmpl-0000000000000000000000','object':'chat.completion','created':1759813667,"
                                + "'model':'writer.palmyra-x5-v1:0','choices':[{'index':0,'message':"
                                + "{'role':'assistant','content':'Hello','reasoning_content':null,'tool_calls':[]},"
                                + "'logprobs':null,'finish_reason':'stop','stop_reason':null}],'usage':"
                                + "{'prompt_tokens':7,'completion_tokens':2,'total_tokens':9,"
                                + "'prompt_tokens_details':null},'prompt_logprobs':null}"),
                Arguments.of(
                        "my-model",
                        "{'prompt':'Hi','max_gen_len':5}",
                        "{'generation':'Hello','prompt_token_count':7,'generation_token_count':2,"
                                + "'stop_reason':'stop','logprobs':null}"),
                Arguments.of(
                        "my-model",
                        "{'prompt':'Hi','max_tokens':5}",
                        "{'id':'cmpl-0000000000000000000000','object':'text_completion','created':1759813667,"
                                + "'choices':[{'index':0,'text':'Hello','finish_reason':'stop'}],'usage':"
                                + "{'prompt_tokens':7,'completion_tokens':2,'total_tokens':9}}"),
                Arguments.of(
                        "my-model",
                        "{'messages':[{'role':'user','content':'Hi'}],'max_tokens':5}",
                        "{'id':'chatcmpl-0000000000000000000000','object':'chat.completion','created':1759813667,"
                                + "'choices':[{'index':0,'message':{'role':'assistant','content':'Hello'},"
                                + "'finish_reason':'stop'}],'usage':{'prompt_tokens':7,'completion_tokens':2,"
                                + "'total_tokens':9}}"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("bodies")
    void bodyIsAsRecorded(String modelId, String request, String answer) {
        assertThat(HELLO.body(Calls.call(modelId, request))).isEqualTo(answer.replace('\'', '"'));
    }

    static Stream<Arguments> reasons() {
        return Stream.of(
                Arguments.of("amazon.titan-text-express-v1", "{'inputText':'Hi'}", "'completionReason':'LENGTH'",
                        "'completionReason':'STOP_CRITERIA_MET'"),
                Arguments.of("anthropic.claude-v2", "{'prompt':'\\n\\nHuman: Hi\\n\\nAssistant:',"
                        + "'max_tokens_to_sample':5}", "'stop_reason':'max_tokens','stop':null",
                        "'stop_reason':'stop_sequence','stop':'###'"),
                Arguments.of("anthropic.claude-3-haiku-20240307-v1:0",
                        "{'anthropic_version':'bedrock-2023-05-31','max_tokens':20,"
                                + "'messages':[{'role':'user','content':'Hi'}]}",
                        "'stop_reason':'max_tokens','stop_sequence':null",
                        "'stop_reason':'stop_sequence','stop_sequence':'###'"),
                Arguments.of("amazon.nova-lite-v1:0", "{'messages':[{'role':'user','content':[{'text':'Hi'}]}]}",
                        "'stopReason':'max_tokens'", "'stopReason':'stop_sequence'"),
                Arguments.of("ai21.j2-mid-v1", "{'prompt':'Hi'}", "{'reason':'length','length':2}",
                        "{'reason':'stop'}"),
                Arguments.of("cohere.command-text-v14", "{'prompt':'Hi'}", "'finish_reason':'MAX_TOKENS'",
                        "'finish_reason':'COMPLETE'"),
                Arguments.of("meta.llama3-8b-instruct-v1:0", "{'prompt':'Hi'}", "'stop_reason':'length'",
                        "'stop_reason':'stop'"),
                Arguments.of("qwen.qwen3-32b-v1:0", "{'messages':[{'role':'user','content':'Hi'}]}",
                        "'finish_reason':'length'", "'finish_reason':'stop'"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reasons")
    void bodySaysWhyItEnded(String modelId, String request, String atLimit, String atStopSequence) {
        TextInvocation invocation = Calls.call(modelId, request);
        assertThat(HELLO.endedBy(StopReason.MAX_TOKENS).body(invocation)).contains(atLimit.replace('\'', '"'));
        assertThat(HELLO.endedBy(StopReason.CONTEXT_FULL).body(invocation)).contains(atLimit.replace('\'', '"'));
        assertThat(HELLO.endedBy(StopReason.STOP_SEQUENCE).body(invocation))
                .contains(atStopSequence.replace('\'', '"'));
    }

    @Test
    void textsOfAnyScriptSurvive() {
        String text = "Grüße, 世界 🦊 \"quoted\" \\ \u2028 \u0001";
        String body = ScriptedGeneration.of(text).body(Calls.call("meta.llama3-8b-instruct-v1:0", "{'prompt':'Hi'}"));
        assertThat(Calls.json(body).path("generation").stringValue()).isEqualTo(text);
    }

    @Test
    void jurassicPiecesCoverTheText() {
        String prompt = "One  two\nthree ";
        String body = ScriptedGeneration.of("x").body(
                Calls.call("ai21.j2-ultra-v1", Calls.json("{\"prompt\":\"One  two\\nthree \"}"), false));
        StringBuilder covered = new StringBuilder();
        Calls.json(body).path("prompt").path("tokens").forEach(piece -> covered.append(
                prompt, piece.path("textRange").path("start").intValue(),
                piece.path("textRange").path("end").intValue()));
        assertThat(covered).hasToString(prompt);
    }
}
