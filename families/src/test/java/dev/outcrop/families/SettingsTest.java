package dev.outcrop.families;

import java.util.List;

import dev.outcrop.families.testing.Calls;
import dev.outcrop.inference.GenerationRequest;
import dev.outcrop.inference.Message;
import dev.outcrop.inference.Message.Role;
import dev.outcrop.inference.Prompt;
import dev.outcrop.inference.PromptTooLongException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What the engine is asked: settings given, defaults documented, prompts meant. */
class SettingsTest {

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '~', value = {
            "amazon.titan-text-express-v1;{'inputText':'a'};0.7;0;0.9;512",
            "anthropic.claude-v2;{'prompt':'\\n\\nHuman: a\\n\\nAssistant:','max_tokens_to_sample':9};1;250;1;9",
            "anthropic.claude-3-haiku-20240307-v1:0;{'anthropic_version':'bedrock-2023-05-31','max_tokens':9,"
                    + "'messages':[{'role':'user','content':'a'}]};1;0;0.999;9",
            "amazon.nova-lite-v1:0;{'messages':[{'role':'user','content':[{'text':'a'}]}]};0.7;0;0.9;10000",
            "ai21.j2-mid-v1;{'prompt':'a'};0.5;0;0.5;200",
            "ai21.jamba-1-5-mini-v1:0;{'messages':[{'role':'user','content':'a'}]};1;0;1;4096",
            "cohere.command-text-v14;{'prompt':'a'};0.9;0;0.75;20",
            "cohere.command-r-v1:0;{'message':'a'};0.3;0;0.75;4096",
            "meta.llama3-8b-instruct-v1:0;{'prompt':'a'};0.5;0;0.9;512",
            "mistral.mistral-7b-instruct-v0:2;{'prompt':'a'};0.5;50;0.9;512",
            "mistral.mixtral-8x7b-instruct-v0:1;{'prompt':'a'};0.5;50;0.9;512",
            "mistral.mistral-large-2402-v1:0;{'prompt':'a'};0.7;0;1;8192",
            "mistral.mistral-large-2402-v1:0;{'messages':[{'role':'user','content':'a'}]};0.7;0;1;8192",
            "writer.palmyra-x5-v1:0;{'messages':[{'role':'user','content':'a'}]};1;0;1;16"})
    void defaultsAreTheDocumentedOnes(
            String modelId, String body, double temperature, int topK, double topP, int maxTokens) {
        GenerationRequest request = Calls.call(modelId, body).generation();
        assertThat(request.sampling().temperature()).isEqualTo(temperature);
        assertThat(request.sampling().topK()).isEqualTo(topK);
        assertThat(request.sampling().topP()).isEqualTo(topP);
        assertThat(request.maxTokens()).isEqualTo(maxTokens);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '~', value = {
            "amazon.titan-text-express-v1;{'inputText':'a','textGenerationConfig':{'temperature':0.25,'topP':0.5,"
                    + "'maxTokenCount':3,'stopSequences':['||']}};0;||",
            "anthropic.claude-3-haiku-20240307-v1:0;{'anthropic_version':'bedrock-2023-05-31','max_tokens':3,"
                    + "'temperature':0.25,'top_p':0.5,'top_k':7,'stop_sequences':['||'],"
                    + "'messages':[{'role':'user','content':'a'}]};7;||",
            "amazon.nova-lite-v1:0;{'messages':[{'role':'user','content':[{'text':'a'}]}],'inferenceConfig':"
                    + "{'maxTokens':3,'temperature':0.25,'topP':0.5,'topK':7,'stopSequences':['||']}};7;||",
            "ai21.j2-mid-v1;{'prompt':'a','maxTokens':3,'temperature':0.25,'topP':0.5,'stopSequences':['||']};0;||",
            "ai21.jamba-1-5-mini-v1:0;{'messages':[{'role':'user','content':'a'}],'max_tokens':3,'temperature':0.25,"
                    + "'top_p':0.5,'stop':'||'};0;||",
            "cohere.command-text-v14;{'prompt':'a','max_tokens':3,'temperature':0.25,'p':0.5,'k':7,"
                    + "'stop_sequences':['||']};7;||",
            "cohere.command-r-v1:0;{'message':'a','max_tokens':3,'temperature':0.25,'p':0.5,'k':7,"
                    + "'stop_sequences':['||']};7;||",
            "mistral.mistral-7b-instruct-v0:2;{'prompt':'a','max_tokens':3,'temperature':0.25,'top_p':0.5,'top_k':7,"
                    + "'stop':['||','']};7;||",
            "openai.gpt-oss-20b-1:0;{'messages':[{'role':'user','content':'a'}],'max_completion_tokens':3,"
                    + "'temperature':0.25,'top_p':0.5,'stop':['||']};0;||",
            "deepseek.r1-v1:0;{'prompt':'a','max_tokens':3,'temperature':0.25,'top_p':0.5,'stop':['||']};0;||"})
    void settingsReachTheEngine(String modelId, String body, int topK, String stop) {
        GenerationRequest request = Calls.call(modelId, body).generation();
        assertThat(request.sampling().temperature()).isEqualTo(0.25);
        assertThat(request.sampling().topP()).isEqualTo(0.5);
        assertThat(request.sampling().topK()).isEqualTo(topK);
        assertThat(request.maxTokens()).isEqualTo(3);
        assertThat(request.stopSequences()).containsExactly(stop);
    }

    @Test
    void titanInputIsAMessageOrADialog() {
        assertThat(Calls.call("amazon.titan-text-lite-v1", "{'inputText':'Hi'}").generation().prompt())
                .isEqualTo(new Prompt.Chat(List.of(new Message(Role.USER, "Hi"))));
        assertThat(Calls.call("amazon.titan-text-lite-v1", "{'inputText':'User: Hi\\nBot: Yes?\\nUser: 1+1\\nBot:'}")
                .generation().prompt()).isEqualTo(new Prompt.Chat(
                        List.of(
                                new Message(Role.USER, "Hi"),
                                new Message(Role.ASSISTANT, "Yes?"),
                                new Message(Role.USER, "1+1"))));
    }

    @Test
    void llamaPromptIsUsedAsItStands() {
        assertThat(Calls.call("meta.llama3-8b-instruct-v1:0", "{'prompt':' Once upon'}").generation().prompt())
                .isEqualTo(new Prompt.Verbatim(" Once upon"));
    }

    @Test
    void claudePrefillIsTheLastMessage() {
        Prompt prompt = Calls.call("anthropic.claude-3-haiku-20240307-v1:0",
                "{'anthropic_version':'bedrock-2023-05-31','max_tokens':9,'system':[{'type':'text','text':'Be brief.'}],"
                        + "'messages':[{'role':'user','content':[{'type':'text','text':'a'},{'type':'text','text':'b'}]},"
                        + "{'role':'assistant','content':'{'}]}")
                .generation().prompt();
        assertThat(prompt).isEqualTo(new Prompt.Chat(List.of(
                new Message(Role.SYSTEM, "Be brief."),
                new Message(Role.USER, "a\nb"),
                new Message(Role.ASSISTANT, "{"))));
    }

    @Test
    void commandRTellsItsHistory() {
        assertThat(Calls.call("cohere.command-r-v1:0",
                "{'message':'c','preamble':'p','chat_history':[{'role':'USER','message':'a'},"
                        + "{'role':'CHATBOT','message':'b'}]}")
                .spans()).containsExactly(
                        new TextSpan(TextSpan.Role.SYSTEM, "p"),
                        new TextSpan(TextSpan.Role.USER, "a"),
                        new TextSpan(TextSpan.Role.ASSISTANT, "b"),
                        new TextSpan(TextSpan.Role.USER, "c"));
    }

    @Test
    void otherTextsChangeThePromptAlone() {
        TextInvocation invocation = Calls.call("amazon.nova-lite-v1:0",
                "{'system':[{'text':'s'}],'messages':[{'role':'user','content':[{'text':'secret'}]}],"
                        + "'inferenceConfig':{'maxTokens':3}}");
        TextInvocation masked = invocation.withTexts(List.of("s", "{NAME}"));
        assertThat(masked.spans()).extracting(TextSpan::text).containsExactly("s", "{NAME}");
        assertThat(masked.generation()).isEqualTo(
                invocation.generation().withPrompt(masked.generation().prompt()));
    }

    @Test
    void promptsTooLongAreRefusedInEachFamilysWords() {
        PromptTooLongException cause = new PromptTooLongException(7_262, 4_096);
        assertThat(Calls.call("amazon.titan-text-lite-v1", "{'inputText':'a'}").promptTooLong(cause).message())
                .isEqualTo("400 Bad Request: Too many input tokens. Max input tokens: 4096, request input token count:"
                        + " 7262 ");
        assertThat(Calls.call("meta.llama3-8b-instruct-v1:0", "{'prompt':'a'}").promptTooLong(cause).message())
                .isEqualTo(
                        "This model's maximum context length is 4096 tokens. Please reduce the length of the prompt");
        assertThat(Calls.call("anthropic.claude-v2",
                "{'prompt':'\\n\\nHuman: a\\n\\nAssistant:','max_tokens_to_sample':9}").promptTooLong(cause).message())
                .isEqualTo("Input is too long for requested model.");
    }
}
