package dev.outcrop.families.anthropic;

import java.util.List;
import java.util.Random;

import dev.outcrop.families.ChunkSink.Role;
import dev.outcrop.families.Invocation;
import dev.outcrop.families.InvocationContext;
import dev.outcrop.families.TextInvocation;
import dev.outcrop.families.TextSpan;
import dev.outcrop.families.testing.Calls;
import dev.outcrop.families.testing.ScriptedGeneration;
import dev.outcrop.families.testing.ScriptedGeneration.Chunk;
import dev.outcrop.inference.AnswerShape;
import dev.outcrop.inference.GenerationRequest;
import dev.outcrop.inference.Message;
import dev.outcrop.inference.Prompt;
import dev.outcrop.inference.PromptTooLongException;
import dev.outcrop.inference.Reasoning;
import dev.outcrop.inference.Sampling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.outcrop.families.testing.Calls.malformed;
import static dev.outcrop.families.testing.Calls.refusal;
import static org.assertj.core.api.Assertions.assertThat;

class MessagesTest {
    private static final String HAIKU = "anthropic.claude-3-haiku-20240307-v1:0";
    private static final String SONNET_45 = "anthropic.claude-sonnet-4-5-20250929-v1:0";
    private static final String FORBIDS = "#: subject must not be valid against schema {\"required\":[\"messages\"]}";
    private static final String USER_HI = "{\"role\":\"user\",\"content\":\"Hi\"}";

    /** A request with these turns, and these further members. */
    private static String body(String turns, String more) {
        return "{\"anthropic_version\":\"bedrock-2023-05-31\",\"max_tokens\":20,\"messages\":[" + turns + "]"
                + (more.isEmpty() ? "" : "," + more) + "}";
    }

    private static String hi() {
        return body(USER_HI, "");
    }

    private static String withoutId(String json) {
        return json.replaceFirst("msg_bdrk_01[0-9A-Za-z]{22}\"", "ID\"");
    }

    /** Golden case 10. */
    @Test
    void answersWithAMessage() {
        String answer = Calls.whole(HAIKU, hi(), ScriptedGeneration.of(8, "Hello", "!"));
        assertThat(withoutId(answer)).isEqualTo("{\"id\":\"ID\",\"type\":\"message\",\"role\":\"assistant\","
                + "\"model\":\"claude-3-haiku-20240307\",\"content\":[{\"type\":\"text\",\"text\":\"Hello!\"}],"
                + "\"stop_reason\":\"end_turn\",\"stop_sequence\":null,"
                + "\"usage\":{\"input_tokens\":8,\"output_tokens\":2}}");
        assertThat(Calls.whole(HAIKU, hi(), ScriptedGeneration.of(8, "Hello").cutByLimit()))
                .contains("\"stop_reason\":\"max_tokens\",\"stop_sequence\":null");
    }

    @Test
    void givesEveryMessageItsOwnId() {
        AnthropicFamily family = new AnthropicFamily(new Random(7));
        InvocationContext context = new InvocationContext(HAIKU, HAIKU, Calls.REQUEST_ID, false);
        ScriptedGeneration answer = ScriptedGeneration.of(8, "Hello");
        String one = ids(family.parse(context, Calls.json(hi())), answer);
        String other = ids(family.parse(context, Calls.json(hi())), answer);
        assertThat(one).matches("msg_bdrk_01[0-9A-Za-z]{22}").isNotEqualTo(other);
    }

    private static String ids(Invocation call, ScriptedGeneration answer) {
        return Calls.json(answer.body((TextInvocation) call)).path("id").asString();
    }

    /** Golden case 11. */
    @Test
    void namesTheStopSequence() {
        String body = body(USER_HI, "\"stop_sequences\":[\"5\"]");
        assertThat(Calls.parse(HAIKU, body).generation().stopSequences()).containsExactly("5");
        assertThat(Calls.whole(HAIKU, body, ScriptedGeneration.of(8, "1 2 3 4 ").stoppedBy("5"))).contains(
                "\"text\":\"1 2 3 4 \"", "\"stop_reason\":\"stop_sequence\",\"stop_sequence\":\"5\"");
    }

    /** Golden case 13: the model is given the prefill to continue. */
    @Test
    void passesAPrefillOn() {
        assertThat(Calls.parse(HAIKU, body(USER_HI + ",{\"role\":\"assistant\",\"content\":\"{\"}", ""))
                .generation().prompt()).isEqualTo(
                        new Prompt.Chat(List.of(
                                new Message(Message.Role.USER, "Hi"), new Message(Message.Role.ASSISTANT, "{"))));
    }

    /** Golden case 32. */
    @Test
    void streamsTheWholeSequenceOfEvents() {
        List<Chunk> chunks = Calls.streamed(HAIKU, hi(), ScriptedGeneration.of(392, "Why", "", " not"));
        assertThat(chunks.stream().map(chunk -> withoutId(chunk.json()))).containsExactly(
                "{\"type\":\"message_start\",\"message\":{\"id\":\"ID\",\"type\":\"message\",\"role\":\"assistant\","
                        + "\"model\":\"claude-3-haiku-20240307\",\"content\":[],\"stop_reason\":null,"
                        + "\"stop_sequence\":null,\"usage\":{\"input_tokens\":392,\"output_tokens\":1}}}",
                "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}",
                "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Why\"}}",
                "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\" not\"}}",
                "{\"type\":\"content_block_stop\",\"index\":0}",
                "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},"
                        + "\"usage\":{\"output_tokens\":3}}",
                "{\"type\":\"message_stop\"}");
        assertThat(chunks).extracting(Chunk::role).containsExactly(
                Role.ENVELOPE, Role.ENVELOPE, Role.TEXT, Role.TEXT, Role.ENVELOPE, Role.ENVELOPE, Role.LAST);
    }

    @Test
    void saysWhatAGuardrailSays() {
        String whole = Calls.utf8(Calls.parse(HAIKU, hi()).blockedBody("No."));
        assertThat(withoutId(whole)).isEqualTo("{\"id\":\"ID\",\"type\":\"message\",\"role\":\"assistant\","
                + "\"model\":\"us." + HAIKU + "\",\"content\":[{\"type\":\"text\",\"text\":\"No.\"}],"
                + "\"stop_reason\":null,\"stop_sequence\":null,\"usage\":{\"input_tokens\":0,\"output_tokens\":0}}");
        List<Chunk> chunks = Calls.blocked(HAIKU, hi(), "No.");
        assertThat(chunks).extracting(chunk -> Calls.json(chunk.json()).path("type").asString()).containsExactly(
                "message_start", "content_block_start", "content_block_delta", "content_block_stop", "message_delta",
                "message_stop");
        assertThat(chunks).extracting(Chunk::role).containsExactly(
                Role.ENVELOPE, Role.ENVELOPE, Role.TEXT, Role.ENVELOPE, Role.ENVELOPE, Role.LAST);
        assertThat(chunks.get(4).json()).contains("\"stop_reason\":\"end_turn\"", "\"output_tokens\":0");
    }

    @ParameterizedTest
    @CsvSource({
            "anthropic.claude-3-5-sonnet-20240620-v1:0, claude-3-5-sonnet-20240620",
            "anthropic.claude-3-5-sonnet-20241022-v2:0, claude-3-5-sonnet-20241022",
            "anthropic.claude-sonnet-4-6, claude-sonnet-4-6", "anthropic.claude-opus-4-6-v1, claude-opus-4-6",
            "anthropic.claude-v2, claude-2.0", "anthropic.claude-v2:1, claude-2.1",
            "anthropic.claude-instant-v1, claude-instant-1.2"})
    void callsTheModelByItsMakersName(String modelId, String name) {
        assertThat(Calls.whole(modelId, hi(), ScriptedGeneration.of(8, "a"))).contains("\"model\":\"" + name + "\"");
    }

    @Test
    void asksTheEngineForTheDocumentedDefaults() {
        assertThat(Calls.parse(HAIKU, body(USER_HI, "\"system\":[{\"type\":\"text\",\"text\":\"Be brief.\"}]"))
                .generation()).isEqualTo(new GenerationRequest(
                        new Prompt.Chat(List.of(
                                new Message(Message.Role.SYSTEM, "Be brief."), new Message(Message.Role.USER, "Hi"))),
                        Sampling.of(1, 0, 0.999),
                        20,
                        List.of(),
                        AnswerShape.TEXT,
                        Reasoning.OFF));
    }

    @Test
    void showsItsTextsToGuardrails() {
        TextInvocation call = Calls.parse(HAIKU, body(
                "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Hi\"}]},"
                        + "{\"role\":\"assistant\",\"content\":\"Hello\"},{\"role\":\"user\",\"content\":\"I am Ann\"}",
                "\"system\":\"Be brief.\""));
        assertThat(call.spans()).containsExactly(
                new TextSpan(TextSpan.Role.SYSTEM, "Be brief."),
                new TextSpan(TextSpan.Role.USER, "Hi"),
                new TextSpan(TextSpan.Role.ASSISTANT, "Hello"),
                new TextSpan(TextSpan.Role.USER, "I am Ann"));
        assertThat(call.withTexts(List.of("Be brief.", "Hi", "Hello", "I am {NAME}")).spans())
                .extracting(TextSpan::text).containsExactly("Be brief.", "Hi", "Hello", "I am {NAME}");
    }

    /** Golden case 45, and the other samples of root violations. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
            "{\"anthropic_version\":\"bedrock-2023-05-31\",\"messages\":[]}; #: required key [max_tokens] not found",
            "{\"anthropic_version\":\"bedrock-2023-05-31\",\"max_tokens\":1,\"messages\":[],\"response_mime_type\":\"a\"}; #: extraneous key [response_mime_type] is not permitted",
            "{\"anthropic_version\":\"bedrock-2023-05-31\",\"max_tokens\":1,\"messages\":[],\"model\":\"a\"}; #: extraneous key [model] is not permitted",
            "{\"max_tokens\":1,\"messages\":[]}; #: required key [anthropic_version] not found"})
    void complainsOfTheOtherBranchFirst(String body, String details) {
        assertThat(refusal(HAIKU, body)).isEqualTo(malformed(FORBIDS + details));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
            "[];                                                          messages: at least one message is required",
            "[{\"role\":\"assistant\",\"content\":\"a\"}];                messages: first message must use the \"user\" role",
            "[{\"role\":\"user\",\"content\":\"\"}];                      messages.0: all messages must have non-empty content except for the optional final assistant message",
            "[{\"role\":\"user\",\"content\":[]}];                        messages.0: all messages must have non-empty content except for the optional final assistant message",
            "[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"\"}]}]; messages: text content blocks must be non-empty",
            "[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\" \"}]}]; messages: text content blocks must contain non-whitespace text",
            "[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"user\",\"content\":\"b\"}]; messages: roles must alternate between \"user\" and \"assistant\", but found multiple \"user\" roles in a row",
            "[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":\"b\"},{\"role\":\"assistant\",\"content\":\"c\"}]; messages: roles must alternate between \"user\" and \"assistant\", but found multiple \"assistant\" roles in a row",
            "[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":\"b \"}]; messages: final assistant content cannot end with trailing whitespace"})
    void refusesConversationsInTheModelServersWords(String messages, String text) {
        assertThat(refusal(HAIKU, body("", "").replace("[]", messages))).isEqualTo(text);
    }

    @Test
    void newerModelsJoinTurnsOfOneRole() {
        String turns = USER_HI + ",{\"role\":\"user\",\"content\":\"there\"}";
        assertThat(Calls.parse(SONNET_45, body(turns, "")).generation().prompt())
                .isEqualTo(new Prompt.Chat(List.of(new Message(Message.Role.USER, "Hi\nthere"))));
    }

    @Test
    void theLastAssistantMessageMayBeEmpty() {
        assertThat(Calls.parse(HAIKU, body(USER_HI + ",{\"role\":\"assistant\",\"content\":\"\"}", "")).generation()
                .prompt()).isEqualTo(new Prompt.Chat(List.of(new Message(Message.Role.USER, "Hi"))));
    }

    @Test
    void newestModelsTakeOneOfTemperatureAndTopP() {
        String both = body(USER_HI, "\"temperature\":0.5,\"top_p\":0.5");
        assertThat(refusal(SONNET_45, both)).isEqualTo(
                "`temperature` and `top_p` cannot both be specified for this model. Please use only one.");
        assertThat(Calls.parse(HAIKU, both).generation().sampling()).isEqualTo(Sampling.of(0.5, 0, 0.5));
    }

    @ParameterizedTest
    @CsvSource({
            "anthropic.claude-3-haiku-20240307-v1:0, 4096, claude-3-haiku-20240307",
            "anthropic.claude-3-5-haiku-20241022-v1:0, 8192, claude-3-5-haiku-20241022",
            "anthropic.claude-opus-4-1-20250805-v1:0, 32000, claude-opus-4-1-20250805",
            "anthropic.claude-sonnet-4-20250514-v1:0, 64000, claude-sonnet-4-20250514"})
    void capsTokensByModel(String modelId, int most, String name) {
        String body = hi().replace("20,", "100000,");
        assertThat(refusal(modelId, body)).isEqualTo("max_tokens: 100000 > " + most
                + ", which is the maximum allowed number of output tokens for " + name);
        assertThat(Calls.parse(modelId, hi().replace("20,", most + ",")).generation().maxTokens()).isEqualTo(most);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.01", "-0.1", "1e400", "-1e400", "1e999999999"})
    void temperatureIsFromZeroToOne(String temperature) {
        assertThat(refusal(HAIKU, body(USER_HI, "\"temperature\":" + temperature)))
                .isEqualTo("temperature: range: 0..1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-5", "1.5", "\"20\"", "null"})
    void maxTokensIsAPositiveWholeNumber(String maxTokens) {
        assertThat(refusal(HAIKU, hi().replace("20,", maxTokens + ",")))
                .startsWith("Malformed input request: " + FORBIDS
                        + "#/max_tokens: ");
    }

    @Test
    void readsDocumentsOfPlainTextOnly() {
        String document = "{\"role\":\"user\",\"content\":[{\"type\":\"document\",\"title\":\"Notes\",\"source\":"
                + "{\"type\":\"text\",\"media_type\":\"text/plain\",\"data\":\"One.\"}}]}";
        assertThat(Calls.parse(HAIKU, body(document, "")).spans())
                .containsExactly(new TextSpan(TextSpan.Role.USER, "Notes\nOne."));
        assertThat(refusal(HAIKU, body(document.replace("\"type\":\"text\"", "\"type\":\"base64\""), "")))
                .isEqualTo(
                        "This model doesn't support content of type document other than text/plain in this version of"
                                + " Outcrop. Try again with text.");
    }

    @Test
    void claude3HasNoTextCompletions() {
        assertThat(refusal("anthropic.claude-3-sonnet-20240229-v1:0",
                "{\"prompt\":\"\\n\\nHuman: Hi\\n\\nAssistant:\",\"max_tokens_to_sample\":5}")).isEqualTo(
                        "\"claude-3-sonnet-20240229\" is not supported on this API."
                                + " Please use the Messages API instead.");
    }

    @Test
    void saysThatAPromptIsTooLong() {
        assertThat(Calls.parse(HAIKU, hi()).promptTooLong(new PromptTooLongException(9, 8)).message())
                .isEqualTo("Input is too long for requested model.");
    }
}
