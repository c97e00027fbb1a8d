package dev.outcrop.server.runtime;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import dev.outcrop.server.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.outcrop.server.testing.TestServer.code;
import static dev.outcrop.server.testing.TestServer.message;
import static org.assertj.core.api.Assertions.assertThat;

/** Converse's own rules: what is refused, with the service's words, before any model is asked. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConverseRulesTest {
    private static final String HAIKU = "anthropic.claude-3-haiku-20240307-v1:0";
    private static final String LLAMA_31 = "us.meta.llama3-1-8b-instruct-v1:0";
    private static final String USER = "{'role':'user','content':[{'text':'Hi'}]}";
    private static final String TOOLS = "'toolConfig':{'tools':[{'toolSpec':{'name':'t','inputSchema':{'json':{}}}}]}";
    private static final String USE = "{'role':'assistant','content':[{'toolUse':{'toolUseId':'a','name':'t','input':{}}}]}";
    private static final String RESULT = "{'toolResult':{'toolUseId':'a','content':[{'text':'x'}]}}";

    private final TestServer server = new TestServer();

    @AfterAll
    void stop() {
        server.close();
    }

    private static Arguments rule(String modelId, String body, String message) {
        return Arguments.of(modelId, "converse", body, message);
    }

    private static String messages(String... turns) {
        return "'messages':[" + String.join(",", turns) + "]";
    }

    private static String content(String... blocks) {
        return messages("{'role':'user','content':[" + String.join(",", blocks) + "]}");
    }

    static Stream<Arguments> rules() {
        String starts = "A conversation must start with a user message. Try again with a conversation that starts with a"
                + " user message.";
        return Stream.of(
                rule(HAIKU, "", starts),
                rule(HAIKU, messages("{'role':'assistant','content':[{'text':'Hi'}]}"), starts),
                rule(HAIKU, messages(USER, USER),
                        "A conversation must alternate between user and assistant roles. Make sure the conversation"
                                + " alternates between user and assistant roles and try again."),
                rule(HAIKU, content(),
                        "The content field in the Message object at messages.0 is empty. Add a ContentBlock object to the"
                                + " content field and try again."),
                rule(LLAMA_31, content("{'cachePoint':{'type':'default'}}"),
                        "The content field in the Message object at messages.0 is empty. Add a ContentBlock object to the"
                                + " content field and try again."),
                rule(LLAMA_31, messages(USER) + ",'toolConfig':{'tools':[{'toolSpec':{'name':'t','inputSchema':{'json':"
                        + "{}}}}],'toolChoice':{'tool':{'name':'x'}}}",
                        "The model returned the following errors: The tool x in toolChoice is not among the tools of"
                                + " toolConfig."),
                rule(HAIKU, content("{'text':'Hi'}", "{'text':' \\n'}"),
                        "The text field in the ContentBlock object at messages.0.content.1 is blank. Add text to the text"
                                + " field, and try again."),
                rule("amazon.titan-text-express-v1", "'system':[{'text':'Be brief.'}]," + messages(USER),
                        "This model doesn't support system messages. Try again without a system message or use a model"
                                + " that supports system messages."),
                rule("mistral.mistral-7b-instruct-v0:2", "'system':[{'text':'Be brief.'}]," + messages(USER),
                        "This model doesn't support system messages. Try again without a system message or use a model"
                                + " that supports system messages."),
                rule("cohere.command-text-v14", messages(USER, "{'role':'assistant','content':[{'text':'a'}]}", USER),
                        "This model doesn't support conversation history. Try again with input that only contains one user"
                                + " message."),
                rule("qwen.qwen3-32b-v1:0", messages(USER) + ",'inferenceConfig':{'stopSequences':['a']}",
                        "This model doesn't support the stopSequences field. Remove stopSequences and try again."),
                rule(HAIKU, messages(USER) + ",'inferenceConfig':{'maxTokens':4097}",
                        "The maximum tokens you requested exceeds the model limit of 4096. Try again with a maximum tokens"
                                + " value that is lower than 4096."),
                rule("amazon.titan-text-express-v1", messages(USER) + "," + TOOLS,
                        "This model doesn't support tool use."),
                Arguments.of(LLAMA_31, "converse-stream", messages(USER) + "," + TOOLS,
                        "This model doesn't support tool use in streaming mode."),
                rule(HAIKU, messages(USER, USE, "{'role':'user','content':[" + RESULT + "]}"),
                        "The toolConfig field must be defined when using toolUse and toolResult content blocks."),
                rule(HAIKU, messages(USER, USE, USER) + "," + TOOLS,
                        "Expected toolResult blocks at messages.2.content for the following Ids: a"),
                rule(HAIKU, content(RESULT) + "," + TOOLS,
                        "The number of toolResult blocks at messages.0.content exceeds the number of toolUse blocks of"
                                + " previous turn."),
                rule(HAIKU, content("{'toolUse':{'toolUseId':'a','name':'t','input':{}}}") + "," + TOOLS,
                        "This model doesn't support the toolUse field for user messages. Remove toolUse and try again."),
                rule(HAIKU,
                        messages(USER, "{'role':'assistant','content':[{'toolUse':{'toolUseId':'a','name':'t','input':"
                                + "[1]}}]}") + "," + TOOLS,
                        "The format of the value at messages.1.content.0.toolUse.input is invalid. Provide a json object for"
                                + " the field and try again."),
                rule(HAIKU, messages(USER, USE, "{'role':'user','content':[{'toolResult':{'toolUseId':'a','content':"
                        + "[{'json':[1]}]}}]}") + "," + TOOLS,
                        "The format of the value at messages.2.content.0.toolResult.content.0.json is invalid. Provide a json"
                                + " object for the field and try again."),
                rule(HAIKU, messages(USER, USE, "{'role':'user','content':[{'toolResult':{'toolUseId':'a','content':[],"
                        + "'status':'error'}}]}") + "," + TOOLS,
                        "The content field at messages.2.content.0.toolResult cannot be empty when status value is error."),
                rule("amazon.nova-micro-v1:0", content("{'image':{'format':'png','source':{'bytes':'aGk='}}}"),
                        "This model doesn't support the image content block that you provided. Update the content block and"
                                + " try again."),
                rule("amazon.nova-micro-v1:0", content("{'document':{'name':'a','source':{'text':'b'}}}"),
                        "This model doesn't support the document content block that you provided. Update the content block"
                                + " and try again."),
                rule(HAIKU, content("{'video':{'format':'mp4','source':{'bytes':'aGk='}}}"),
                        "This model doesn't support the video content block that you provided. Update the content block and"
                                + " try again."),
                rule("amazon.titan-embed-text-v1", messages(USER),
                        "This action doesn't support the model that you provided. Try again with a supported text or chat"
                                + " model."),
                rule("does-not-exist", messages(USER), "The provided model identifier is invalid."),
                Arguments.of("ai21.j2-mid-v1", "converse-stream", messages(USER),
                        "The model is unsupported for streaming."),
                rule("cohere.command-r-v1:0", messages(USER, "{'role':'assistant','content':[{'text':'a'}]}"),
                        "A conversation must end with a user message. Try again with a conversation that ends with a user"
                                + " message."),
                rule(HAIKU, messages(USER) + ",'guardrailConfig':{'guardrailIdentifier':'NO GOOD',"
                        + "'guardrailVersion':'1'}", "Guardrail was enabled but input is in incorrect format."),
                rule(HAIKU, messages(USER) + ",'guardrailConfig':{'guardrailIdentifier':'abc'}",
                        "Guardrail was enabled but input is in incorrect format."),
                rule(HAIKU, messages(USER) + ",'guardrailConfig':{'guardrailIdentifier':'abc','guardrailVersion':'7'}",
                        "The guardrail identifier or version provided in the request does not exist."),
                rule(HAIKU, messages(USER) + ",'additionalModelResponseFieldPaths':['stop_reason']",
                        "The path stop_reason in additionalModelResponseFieldPaths is not a JSON Pointer. Provide a JSON"
                                + " Pointer and try again."));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void whatBreaksARuleIsRefusedInTheServicesWords(String modelId, String operation, String body, String message)
            throws Exception {
        HttpResponse<byte[]> response = server.postJson(
                "/model/" + modelId + "/" + operation, ("{" + body + "}").replace('\'', '"'));
        assertThat(message(response)).isEqualTo(message);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(code(response)).isEqualTo("ValidationException");
        assertThat(server.model().wasAsked()).isFalse();
    }

    @Test
    void cachePointsSayNothing() throws Exception {
        String body = "{\"system\":[{\"text\":\"Be brief.\"},{\"cachePoint\":{\"type\":\"default\"}}],"
                + "\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"Hi\"},{\"cachePoint\":{\"type\":\"default\"}}]}]}";
        HttpResponse<byte[]> response = server.postJson("/model/amazon.nova-micro-v1:0/converse", body);
        assertThat(response.statusCode()).as(new String(response.body(), StandardCharsets.UTF_8)).isEqualTo(200);
        server.model().awaitRun();
    }
}
