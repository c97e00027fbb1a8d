package dev.outcrop.families.titan;

import java.util.ArrayList;
import java.util.List;

import dev.outcrop.families.ChunkSink.Role;
import dev.outcrop.families.TextInvocation;
import dev.outcrop.families.TextSpan;
import dev.outcrop.families.testing.Calls;
import dev.outcrop.families.testing.ScriptedGeneration;
import dev.outcrop.families.testing.ScriptedGeneration.Chunk;
import dev.outcrop.inference.GenerationRequest;
import dev.outcrop.inference.Message;
import dev.outcrop.inference.Prompt;
import dev.outcrop.inference.PromptTooLongException;
import dev.outcrop.inference.Sampling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.outcrop.families.testing.Calls.malformed;
import static dev.outcrop.families.testing.Calls.refusal;
import static org.assertj.core.api.Assertions.assertThat;

class TitanTextFamilyTest {
    private static final String EXPRESS = "amazon.titan-text-express-v1";
    private static final String HI = "{\"inputText\":\"Hi\"}";

    private static String config(String members) {
        return "{\"inputText\":\"Hi\",\"textGenerationConfig\":{" + members + "}}";
    }

    /** Golden case 1. */
    @Test
    void answersWithCountsAndTheNaturalEnd() {
        assertThat(Calls.whole(EXPRESS, HI, ScriptedGeneration.of(3, "\n", "Hello", "!"))).isEqualTo(
                "{\"inputTextTokenCount\":3,\"results\":[{\"tokenCount\":3,\"outputText\":\"\\nHello!\","
                        + "\"completionReason\":\"FINISH\"}]}");
    }

    /** Golden case 2. */
    @Test
    void reportsTheLimit() {
        String body = config("\"maxTokenCount\":5");
        assertThat(Calls.parse(EXPRESS, body).generation().maxTokens()).isEqualTo(5);
        assertThat(Calls.whole(EXPRESS, body, ScriptedGeneration.of(3, "1", " 2", " 3", " 4", " 5").cutByLimit()))
                .endsWith("\"results\":[{\"tokenCount\":5,\"outputText\":\"1 2 3 4 5\","
                        + "\"completionReason\":\"LENGTH\"}]}");
    }

    /** Golden case 3. */
    @Test
    void takesPipesAndUserAsStopSequences() {
        String body = config("\"stopSequences\":[\"|\",\"|||\",\"User:\"]");
        assertThat(Calls.parse(EXPRESS, body).generation().stopSequences()).containsExactly("|", "|||", "User:");
        assertThat(Calls.whole(EXPRESS, body, ScriptedGeneration.of(3, "a").stoppedBy("|")))
                .contains("\"completionReason\":\"STOP_CRITERIA_MET\"");
    }

    /** Golden case 31. */
    @Test
    void streamsTheReasonBesideTheLastText() {
        List<Chunk> chunks = Calls.streamed(EXPRESS, HI, ScriptedGeneration.of(28, "One", "", " two", " three"));
        assertThat(chunks).containsExactly(
                new Chunk("{\"outputText\":\"One\",\"index\":0,\"inputTextTokenCount\":28}", Role.TEXT),
                new Chunk("{\"outputText\":\" two\",\"index\":0}", Role.TEXT),
                new Chunk("{\"outputText\":\" three\",\"index\":0,\"totalOutputTextTokenCount\":4,"
                        + "\"completionReason\":\"FINISH\"}", Role.LAST));
    }

    @Test
    void streamsAShortAnswerAsOneChunk() {
        assertThat(Calls.streamed(EXPRESS, HI, ScriptedGeneration.of(5, "Hello").cutByLimit())).containsExactly(
                new Chunk("{\"outputText\":\"Hello\",\"index\":0,\"totalOutputTextTokenCount\":1,"
                        + "\"completionReason\":\"LENGTH\",\"inputTextTokenCount\":5}", Role.LAST));
    }

    @Test
    void streamsAnEmptyAnswerAsOneChunk() {
        assertThat(Calls.streamed(EXPRESS, HI, ScriptedGeneration.of(5))).containsExactly(
                new Chunk("{\"outputText\":\"\",\"index\":0,\"totalOutputTextTokenCount\":0,"
                        + "\"completionReason\":\"FINISH\",\"inputTextTokenCount\":5}", Role.LAST));
    }

    @Test
    void waitsForOneTokenOnly() {
        List<String> seen = new ArrayList<>();
        var writer = Calls.parse(EXPRESS, HI).chunks((json, role) -> seen.add(Calls.utf8(json)));
        writer.start(2);
        writer.text("a", 1);
        assertThat(seen).isEmpty();
        writer.text("b", 2);
        assertThat(seen).hasSize(1).first().asString().contains("\"a\"");
    }

    @Test
    void saysWhatAGuardrailSays() {
        assertThat(Calls.utf8(Calls.parse(EXPRESS, HI).blockedBody("No."))).isEqualTo(
                "{\"inputTextTokenCount\":0,\"results\":[{\"tokenCount\":0,\"outputText\":\"No.\","
                        + "\"completionReason\":\"FINISH\"}]}");
        assertThat(Calls.blocked(EXPRESS, HI, "No.")).singleElement()
                .satisfies(chunk -> assertThat(chunk.role()).isEqualTo(Role.LAST))
                .satisfies(chunk -> assertThat(chunk.json()).startsWith("{\"outputText\":\"No.\",\"index\":0,"));
    }

    /** Golden case 43. */
    @Test
    void refusesOtherStopSequencesInTheServicesWords() {
        assertThat(refusal(EXPRESS, config("\"stopSequences\":[\"Human:\"]"))).isEqualTo(malformed(
                "#/textGenerationConfig/stopSequences/0: string [Human:] does not match pattern ^(\\|+|User:)$"));
    }

    @Test
    void wantsAListOfStopSequences() {
        assertThat(refusal(EXPRESS, config("\"stopSequences\":\"|\""))).isEqualTo(malformed(
                "#/textGenerationConfig/stopSequences: expected type: JSONArray, found: String"));
    }

    @Test
    void expressTakes42000Characters() {
        assertThat(Calls.parse(EXPRESS, "{\"inputText\":\"" + "é".repeat(42_000) + "\"}")).isNotNull();
        assertThat(refusal(EXPRESS, "{\"inputText\":\"" + "a".repeat(46_735) + "\"}"))
                .isEqualTo(malformed("#/inputText: expected maxLength: 42000, actual: 46735"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
            "{};                                   #: required key [inputText] not found",
            "{\"inputText\":\"\"};                 #/inputText: expected minLength: 1, actual: 0",
            "{\"inputText\":null};                 #/inputText: expected type: String, found: Null",
            "{\"inputText\":[\"Hi\"]};             #/inputText: expected type: String, found: JSONArray",
            "{\"prompt\":\"Hi\"};                  #: required key [inputText] not found#: extraneous key [prompt] is not permitted",
            "{\"inputText\":\"a\",\"textGenerationConfig\":[]}; #/textGenerationConfig: expected type: JSONObject, found: JSONArray"})
    void refusesOtherShapes(String body, String details) {
        assertThat(refusal(EXPRESS, body)).isEqualTo(malformed(details));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
            "\"topP\":0;              topP: 0 is not greater than 0",
            "\"topP\":1.5;            topP: 1.5 is not less or equal to 1",
            "\"temperature\":-1;      temperature: -1 is not greater or equal to 0",
            "\"temperature\":\"hot\"; temperature: expected type: Number, found: String",
            "\"maxTokenCount\":-1;    maxTokenCount: -1 is not greater or equal to 0",
            "\"maxTokenCount\":8193;  maxTokenCount: 8193 is not less or equal to 8192",
            "\"maxTokenCount\":5.5;   maxTokenCount: expected type: Integer, found: BigDecimal"})
    void refusesValuesOutOfRange(String member, String details) {
        assertThat(refusal(EXPRESS, config(member))).isEqualTo(malformed("#/textGenerationConfig/" + details));
    }

    @ParameterizedTest
    @CsvSource({
            "amazon.titan-text-lite-v1, 4096", "amazon.titan-text-express-v1, 8192",
            "amazon.titan-text-premier-v1:0, 3072"})
    void capsTokensByModel(String modelId, int most) {
        assertThat(Calls.parse(modelId, config("\"maxTokenCount\":" + most)).generation().maxTokens())
                .isEqualTo(most);
        assertThat(refusal(modelId, config("\"maxTokenCount\":" + (most + 1)))).contains("is not less or equal to");
    }

    @Test
    void asksTheEngineForTheDocumentedDefaults() {
        assertThat(Calls.parse(EXPRESS, HI).generation()).isEqualTo(new GenerationRequest(
                new Prompt.Chat(List.of(new Message(Message.Role.USER, "Hi"))),
                Sampling.of(0.7, 0, 0.9),
                512,
                List.of()));
    }

    @Test
    void readsAConversation() {
        TextInvocation call = Calls.parse(EXPRESS,
                "{\"inputText\":\"Be brief.\\nUser: Hi\\nBot: Hello\\nUser: Bye\\nBot:\"}");
        assertThat(call.generation().prompt()).isEqualTo(new Prompt.Chat(List.of(
                new Message(Message.Role.SYSTEM, "Be brief."),
                new Message(Message.Role.USER, "Hi"),
                new Message(Message.Role.ASSISTANT, "Hello"),
                new Message(Message.Role.USER, "Bye"))));
        assertThat(call.spans()).extracting(TextSpan::role).containsExactly(
                TextSpan.Role.SYSTEM, TextSpan.Role.USER, TextSpan.Role.ASSISTANT, TextSpan.Role.USER);
    }

    @Test
    void rewritesItsTexts() {
        TextInvocation call = Calls.parse(EXPRESS, "{\"inputText\":\"User: my name is Ann\\nBot:\"}");
        assertThat(call.withTexts(List.of("my name is {NAME}")).generation().prompt()).isEqualTo(
                new Prompt.Chat(List.of(new Message(Message.Role.USER, "my name is {NAME}"))));
    }

    @Test
    void countsWhatIsTooLong() {
        assertThat(Calls.parse(EXPRESS, HI).promptTooLong(new PromptTooLongException(7262, 4096)).message()).isEqualTo(
                "400 Bad Request: Too many input tokens. Max input tokens: 4096, request input token count: 7262 ");
    }
}
