package dev.outcrop.families;

import dev.outcrop.families.testing.Calls;
import dev.outcrop.wire.error.ValidationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Bodies that break the rules, and the service's words for it. Single quotes stand for double ones. */
class ValidationTest {
    private static final String HAIKU = "anthropic.claude-3-haiku-20240307-v1:0";

    private static void refused(String modelId, String body, String message) {
        assertThatThrownBy(() -> Calls.call(modelId, body)).isInstanceOf(ValidationException.class)
                .hasMessage(message);
    }

    private static void malformed(String modelId, String body, String details) {
        refused(modelId, body,
                "Malformed input request: " + details + ", please reformat your input and try again.");
    }

    /** Golden case 42. */
    @Test
    void llamaRefusesWhatItDoesNotKnow() {
        String llama = "meta.llama3-8b-instruct-v1:0";
        malformed(llama, "{'prompt':'a','top_k':3}", "#: extraneous key [top_k] is not permitted");
        malformed(llama, "{'prompt':'a','temperature':2}", "#/temperature: 2 is not less or equal to 1");
        malformed(llama, "{}", "#: required key [prompt] not found");
        malformed("meta.llama2-70b-chat-v1", "{'prompt':'a','stop_sequences':['x']}",
                "#: extraneous key [stop_sequences] is not permitted");
    }

    /** Golden case 43. */
    @Test
    void titanTakesFewStopSequences() {
        String titan = "amazon.titan-text-express-v1";
        malformed(titan, "{'inputText':'a','textGenerationConfig':{'stopSequences':['Human:']}}",
                "#/textGenerationConfig/stopSequences/0: string [Human:] does not match pattern ^(\\|+|User:)$");
        assertThat(Calls.call(titan, "{'inputText':'a','textGenerationConfig':{'stopSequences':['|','User:']}}")
                .generation().stopSequences()).containsExactly("|", "User:");
    }

    @Test
    void titanSaysHowLongIsTooLong() {
        String body = "{\"inputText\":\"" + "x".repeat(46_735) + "\"}";
        malformed("amazon.titan-text-express-v1", body, "#/inputText: expected maxLength: 42000, actual: 46735");
    }

    @Test
    void typesHaveTheValidatorsNames() {
        malformed("amazon.titan-text-lite-v1", "{'inputText':'a','textGenerationConfig':{'stopSequences':'|'}}",
                "#/textGenerationConfig/stopSequences: expected type: JSONArray, found: String");
        malformed("amazon.titan-text-lite-v1", "{'inputText':7}", "#/inputText: expected type: String, found: Integer");
        malformed("amazon.titan-text-lite-v1", "{'inputText':7.5}",
                "#/inputText: expected type: String, found: BigDecimal");
        malformed("amazon.titan-text-lite-v1", "{'inputText':null}", "#/inputText: expected type: String, found: Null");
        malformed("amazon.titan-text-lite-v1", "{'inputText':['a']}",
                "#/inputText: expected type: String, found: JSONArray");
        malformed("amazon.titan-text-lite-v1", "{'inputText':'a','textGenerationConfig':true}",
                "#/textGenerationConfig: expected type: JSONObject, found: Boolean");
        malformed("amazon.titan-text-lite-v1", "{'inputText':'a','textGenerationConfig':{'topP':'1'}}",
                "#/textGenerationConfig/topP: expected type: Number, found: String");
    }

    @Test
    void boundsHaveTheValidatorsWords() {
        String titan = "amazon.titan-text-premier-v1:0";
        malformed(titan, "{'inputText':''}", "#/inputText: expected minLength: 1, actual: 0");
        malformed(titan, "{'inputText':'a','textGenerationConfig':{'maxTokenCount':-1}}",
                "#/textGenerationConfig/maxTokenCount: -1 is not greater or equal to 0");
        malformed(titan, "{'inputText':'a','textGenerationConfig':{'maxTokenCount':3073}}",
                "#/textGenerationConfig/maxTokenCount: 3073 is not less or equal to 3072");
        malformed(titan, "{'inputText':'a','textGenerationConfig':{'topP':0}}",
                "#/textGenerationConfig/topP: 0 is not greater than 0");
        malformed("mistral.mistral-7b-instruct-v0:2", "{'prompt':'a','stop':"
                + "['1','2','3','4','5','6','7','8','9','10','11']}",
                "#/stop: expected maximum item count: 10, found: 11");
        malformed("cohere.command-text-v14", "{'prompt':'a','truncate':'MIDDLE'}",
                "#/truncate: MIDDLE is not a valid enum value");
    }

    @Test
    void aValuesOwnFaultsComeBeforeThoseOfItsParts() {
        // Two faults in the object make a group, which the validator lists after the leaf beside it.
        malformed("amazon.nova-lite-v1:0",
                "{'messages':[{'role':'user','content':[{'text':'a'}]}],"
                        + "'inferenceConfig':{'temperature':2,'topP':-1},'schemaVersion':'v2','max_tokens':1}",
                "#: extraneous key [max_tokens] is not permitted#/schemaVersion: v2 is not a valid enum value"
                        + "#/inferenceConfig/temperature: 2 is not less or equal to 1"
                        + "#/inferenceConfig/topP: -1 is not greater or equal to 0");
    }

    @Test
    void jurassicListsExtraneousKeysInTheRequestsOrder() {
        malformed("ai21.j2-ultra-v1", "{'prompt':'a','top_p':1,'max_tokens_to_sample':5}",
                "#: extraneous key [top_p] is not permitted#: extraneous key [max_tokens_to_sample] is not permitted");
    }

    @Test
    void novaPointsIntoTheBlock() {
        malformed("amazon.nova-lite-v1:0",
                "{'messages':[{'role':'user','content':[{'type':'text','text':'a'}]}]}",
                "#/messages/0/content/0: extraneous key [type] is not permitted");
        malformed("amazon.nova-lite-v1:0", "{'messages':[{'role':'user','content':[{'text':'a'}]}],'max_tokens':1}",
                "#: extraneous key [max_tokens] is not permitted");
    }

    @Test
    void claudeShowsBothBranches() {
        String both = "#: subject must not be valid against schema {\"required\":[\"messages\"]}";
        malformed(HAIKU, "{'anthropic_version':'bedrock-2023-05-31','messages':[{'role':'user','content':'a'}]}",
                both + "#: required key [max_tokens] not found");
        malformed(HAIKU,
                "{'anthropic_version':'bedrock-2023-05-31','max_tokens':5,'response_mime_type':'x',"
                        + "'messages':[{'role':'user','content':'a'}]}",
                both + "#: extraneous key [response_mime_type] is not permitted");
    }

    @Test
    void commandRRefusesAllOfP() {
        malformed("cohere.command-r-v1:0", "{'message':'a','p':1}", "#/p: 1 is not less or equal to 0.99");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '~', value = {
            "{'role':'user','content':''};messages.0: all messages must have non-empty content except for the optional"
                    + " final assistant message",
            "{'role':'user','content':[]};messages.0: all messages must have non-empty content except for the optional"
                    + " final assistant message",
            "{'role':'user','content':[{'type':'text','text':''}]};messages: text content blocks must be non-empty",
            "{'role':'user','content':[{'type':'text','text':'  '}]};messages: text content blocks must contain"
                    + " non-whitespace text",
            "{'role':'assistant','content':'a'};messages: first message must use the \"user\" role",
            "{'role':'user','content':'a'},{'role':'user','content':'b'};messages: roles must alternate between"
                    + " \"user\" and \"assistant\", but found multiple \"user\" roles in a row",
            "{'role':'user','content':'a'},{'role':'assistant','content':'b '};messages: final assistant content cannot"
                    + " end with trailing whitespace"})
    void claudeMessagesHaveTheModelsOwnChecks(String messages, String message) {
        refused(HAIKU, "{'anthropic_version':'bedrock-2023-05-31','max_tokens':5,'messages':[" + messages + "]}",
                message);
    }

    @Test
    void laterClaudesJoinTurnsOfOneRole() {
        assertThat(Calls.call("anthropic.claude-sonnet-4-20250514-v1:0",
                "{'anthropic_version':'bedrock-2023-05-31','max_tokens':5,'messages':["
                        + "{'role':'user','content':'a'},{'role':'user','content':'b'}]}")
                .spans())
                .containsExactly(new TextSpan(TextSpan.Role.USER, "a\nb"));
    }

    @Test
    void claudeKnowsItsLimits() {
        String start = "{'anthropic_version':'bedrock-2023-05-31','messages':[{'role':'user','content':'a'}],";
        refused(HAIKU, start + "'max_tokens':4097}", "max_tokens: 4097 > 4096, which is the maximum allowed number of"
                + " output tokens for claude-3-haiku-20240307");
        refused(HAIKU, start + "'max_tokens':5,'temperature':1.5}", "temperature: range: 0..1");
        refused("anthropic.claude-sonnet-4-5-20250929-v1:0",
                start + "'max_tokens':5,'temperature':1,'top_p':0.5}",
                "`temperature` and `top_p` cannot both be specified for this model. Please use only one.");
    }

    /** Golden case 44. */
    @Test
    void claudeCompletionsWantTurns() {
        refused("anthropic.claude-v2:1", "{'prompt':'Hi','max_tokens_to_sample':5}",
                "prompt must start with \"\n\nHuman:\" turn after an optional system prompt");
        refused("anthropic.claude-v2:1", "{'prompt':'\\n\\nHuman: Hi','max_tokens_to_sample':5}",
                "prompt must end with \"\n\nAssistant:\" turn");
        refused("anthropic.claude-3-sonnet-20240229-v1:0",
                "{'prompt':'\\n\\nHuman: Hi\\n\\nAssistant:','max_tokens_to_sample':5}",
                "\"claude-3-sonnet-20240229\" is not supported on this API. Please use the Messages API instead.");
        assertThat(Calls.call("anthropic.claude-v2:1", "{'prompt':'Human: Hi Assistant:','max_tokens_to_sample':5}")
                .spans()).containsExactly(new TextSpan(TextSpan.Role.USER, "Hi"));
    }

    @Test
    void novaWantsAConversation() {
        refused("amazon.nova-pro-v1:0", "{'messages':[{'role':'assistant','content':[{'text':'a'}]}]}",
                "A conversation must start with a user message. Try again with a conversation that starts with a user"
                        + " message.");
        refused("amazon.nova-pro-v1:0",
                "{'messages':[{'role':'user','content':[{'text':'a'}]},{'role':'user','content':[{'text':'b'}]}]}",
                "A conversation must alternate between user and assistant roles. Make sure the conversation alternates"
                        + " between user and assistant roles and try again.");
    }

    @Test
    void openAiBodiesMayRepeatTheUrlAndMustAgreeWithIt() {
        String chat = "{'messages':[{'role':'user','content':'a'}],";
        assertThat(Calls.call("openai.gpt-oss-20b-1:0", chat + "'model':'openai.gpt-oss-20b-1:0','stream':false}")
                .spans()).hasSize(1);
        refused("openai.gpt-oss-20b-1:0", chat + "'model':'gpt-4'}",
                "The model in the request body does not match the model ID in the URL.");
        refused("openai.gpt-oss-20b-1:0", chat + "'stream':true}",
                "The stream field in the request body does not match the operation.");
    }

    @Test
    void numbersOfAnySizeAreJudgedAsNumbers() {
        String llama = "meta.llama3-8b-instruct-v1:0";
        malformed(llama, "{'prompt':'a','temperature':1e400}", "#/temperature: 1E+400 is not less or equal to 1");
        malformed(llama, "{'prompt':'a','temperature':-1e-400}",
                "#/temperature: -1E-400 is not greater or equal to 0");
        malformed(llama, "{'prompt':'a','max_gen_len':5.0}",
                "#/max_gen_len: expected type: Integer, found: BigDecimal");
        malformed(llama, "{'prompt':'a','max_gen_len':99999999999999999999}",
                "#/max_gen_len: 99999999999999999999 is not less or equal to 2048");
        malformed(llama, "{'prompt':'a','max_gen_len':-5}", "#/max_gen_len: -5 is not greater or equal to 1");
        assertThat(Calls.call("qwen.qwen3-32b-v1:0",
                "{'messages':[{'role':'user','content':'a'}],'seed':99999999999999999999}").generation().sampling()
                .seed()).isPresent();
    }

    @Test
    void aThousandFaultsAreNotAllTold() {
        String body = "{\"prompt\":\"a\",\"stop\":[" + "1,".repeat(5_000) + "1]}";
        assertThatThrownBy(() -> Calls.call("mistral.mistral-7b-instruct-v0:2", body))
                .isInstanceOf(ValidationException.class)
                .satisfies(refusal -> assertThat(refusal.getMessage()).hasSizeLessThan(10_000));
    }
}
