package dev.outcrop.families;

import dev.outcrop.families.testing.Calls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Values that are near to what a field takes. Single quotes stand for double ones. */
class NarrowFieldsTest {
    private static final String NOVA = "amazon.nova-lite-v1:0";

    private static String refusal(String modelId, String body) {
        return Calls.refusal(modelId, body.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
            "[{}] | #/messages/0/content/0: minimum size: [1], found: [0]",
            "[{'text':'a','image':{'format':'png','source':{'bytes':''}}}] | #/messages/0/content/0: maximum size: [1], found: [2]",
            "[{'text':'a','image':{'format':'png','source':{'bytes':''}},'cachePoint':{}}] | #/messages/0/content/0: maximum size: [1], found: [2]",
            "[{'toolResult':{'toolUseId':'a','content':[{}]}}] | #/messages/0/content/0/toolResult/content/0: minimum size: [1], found: [0]"})
    void novasBlocksHaveOneKey(String content, String details) {
        assertThat(refusal(NOVA, "{'messages':[{'role':'user','content':" + content + "}]}"))
                .isEqualTo(Calls.malformed(details));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
            "[] | The content field in the Message object at messages.0 is empty. Add a ContentBlock object to the content field and try again.",
            "[{'cachePoint':{'type':'default'}}] | The content field in the Message object at messages.0 is empty. Add a ContentBlock object to the content field and try again.",
            "[{'text':''}] | The text field in the ContentBlock object at messages.0.content.0 is blank. Add text to the text field, and try again."})
    void novasMessagesSaySomething(String content, String message) {
        assertThat(refusal(NOVA, "{'messages':[{'role':'user','content':" + content + "}]}")).isEqualTo(message);
    }

    @Test
    void aCachePointMayStandBesideNovasText() {
        Calls.call(NOVA, "{'messages':[{'role':'user','content':[{'text':'a','cachePoint':{'type':'default'}},"
                + "{'cachePoint':{'type':'default'}}]}]}");
    }

    @Test
    void claudesTextsAreNotBlankInEitherForm() {
        String start = "{'anthropic_version':'bedrock-2023-05-31','max_tokens':9,'messages':[{'role':'user','content':";
        String message = "messages: text content blocks must contain non-whitespace text";
        String model = "anthropic.claude-3-haiku-20240307-v1:0";
        assertThat(refusal(model, start + "' '}]}")).isEqualTo(message);
        assertThat(refusal(model, start + "[{'type':'text','text':' '}]}]}")).isEqualTo(message);
    }

    @Test
    void jurassicsFrequencyPenaltyIsWhole() {
        assertThat(refusal("ai21.j2-mid-v1", "{'prompt':'a','frequencyPenalty':{'scale':0.5}}"))
                .isEqualTo(Calls.malformed("#/frequencyPenalty/scale: expected type: Integer, found: BigDecimal"));
        Calls.call("ai21.j2-mid-v1", "{'prompt':'a','frequencyPenalty':{'scale':5},'countPenalty':{'scale':0.5}}");
    }

    @Test
    void imagesAreNoInputTypeOfEmbedV4() {
        assertThat(refusal("cohere.embed-v4:0", "{'texts':['a'],'input_type':'image'}"))
                .isEqualTo(Calls.malformed("#/input_type: image is not a valid enum value"));
    }

    @Test
    void aSchemaThatIsNamedIsThere() {
        String start = "{'messages':[{'role':'user','content':'a'}],'response_format':{'type':'json_schema'";
        assertThat(refusal("qwen.qwen3-32b-v1:0", start + "}}"))
                .isEqualTo("Missing required parameter: 'response_format.json_schema'.");
        assertThat(refusal("qwen.qwen3-32b-v1:0", start + ",'json_schema':{'name':'a','schema':null}}}"))
                .isEqualTo("Missing required parameter: 'response_format.json_schema.schema'.");
    }

    @ParameterizedTest
    @CsvSource({"openai.gpt-oss-20b-1:0", "qwen.qwen3-32b-v1:0", "writer.palmyra-x5-v1:0", "my-model"})
    void nullIsAbsentToServersOfOpenModels(String modelId) {
        Calls.call(modelId, "{'messages':[{'role':'user','content':'a'}],'temperature':null,'stop':null,'tools':null}");
    }

    @ParameterizedTest
    @CsvSource({"mistral.mistral-large-2402-v1:0", "ai21.jamba-1-5-mini-v1:0"})
    void nullIsNoNumberToOthers(String modelId) {
        assertThat(refusal(modelId, "{'messages':[{'role':'user','content':'a'}],'temperature':null}"))
                .isEqualTo(Calls.malformed("#/temperature: expected type: Number, found: Null"));
    }
}
