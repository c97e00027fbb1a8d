package dev.outcrop.families;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.outcrop.families.testing.AnyBody;
import dev.outcrop.families.testing.Calls;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/**
 * Bodies of millions of characters, made to be read again and again, are read once.
 *
 * <p>The time allowed is far more than a linear reader takes, and less than it takes to copy what has been read at every
 * piece: 125 GB.
 */
class HostileBodiesTest {
    private static final int PIECES = 50_000;
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(10);

    /** Long enough for copies of what has been read to be noticed. */
    private static final String TEXT = "'" + "a".repeat(100) + "'";

    private static String many(String piece) {
        return "[" + (piece + ",").repeat(PIECES - 1) + piece + "]";
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "anthropic.claude-3-haiku-20240307-v1:0", "anthropic.claude-sonnet-4-5-20250929-v1:0",
            "amazon.nova-micro-v1:0", "ai21.jamba-1-5-mini-v1:0", "mistral.mistral-large-2402-v1:0",
            "openai.gpt-oss-20b-1:0", "qwen.qwen3-32b-v1:0", "my-model"})
    void turnsWithoutEnd(String modelId) {
        for (String content : List.of(TEXT, "[{'type':'text','text':" + TEXT + "}]", "[{'text':" + TEXT + "}]")) {
            String turns = many("{'role':'user','content':" + content + "}");
            read(modelId, "{'anthropic_version':'bedrock-2023-05-31','max_tokens':5,'messages':" + turns + "}",
                    "{'messages':" + turns + "}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "anthropic.claude-3-haiku-20240307-v1:0", "amazon.nova-micro-v1:0", "qwen.qwen3-32b-v1:0"})
    void piecesOfContentWithoutEnd(String modelId) {
        for (String piece : List.of("{'type':'text','text':" + TEXT + "}", "{'text':" + TEXT + "}")) {
            String messages = "[{'role':'user','content':" + many(piece) + "}]";
            read(modelId, "{'anthropic_version':'bedrock-2023-05-31','max_tokens':5,'messages':" + messages + "}",
                    "{'messages':" + messages + ",'system':" + many(piece) + "}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "amazon.titan-text-express-v1", "anthropic.claude-v2:1", "meta.llama3-8b-instruct-v1:0",
            "mistral.mistral-7b-instruct-v0:2", "deepseek.r1-v1:0", "cohere.command-text-v14", "cohere.command-r-v1:0",
            "ai21.j2-mid-v1"})
    void promptsAndListsWithoutEnd(String modelId) {
        String marks = "\\n\\nHuman: a [INST] <｜User｜> \\nUser: ".repeat(PIECES);
        String spaces = " ".repeat(PIECES * 10);
        read(modelId,
                "{'inputText':'" + marks + "'}",
                "{'message':'" + marks + "','max_tokens':5}",
                "{'prompt':'" + marks + "','max_tokens_to_sample':5}",
                "{'prompt':'\\n\\nHuman:" + spaces + "Assistant:" + spaces + "a','max_tokens_to_sample':5}",
                "{'prompt':'" + "\\nAssistant: ".repeat(PIECES) + "','max_tokens_to_sample':5}",
                "{'prompt':'a','stop':" + many("'a'") + "}",
                "{'prompt':'a','max_tokens_to_sample':5,'stop_sequences':" + many("5") + "}",
                "{'inputText':'a','textGenerationConfig':{'stopSequences':" + many("'Human:'") + "}}",
                "{'message':'a','chat_history':" + many("{'role':'USER','message':'a'}") + "}");
    }

    /** Tools, calls and results by the thousand, and schemas as deep as the reader lets through. */
    @ParameterizedTest
    @ValueSource(strings = {
            "anthropic.claude-sonnet-4-5-20250929-v1:0", "amazon.nova-lite-v1:0", "cohere.command-r-v1:0",
            "mistral.mistral-large-2402-v1:0", "ai21.jamba-1-5-mini-v1:0", "openai.gpt-oss-20b-1:0", "my-model"})
    void toolsWithoutEnd(String modelId) {
        String deep = "{'type':'object','properties':" + "{'a':".repeat(400) + "{}" + "}".repeat(400) + "}";
        String claude = "{'anthropic_version':'bedrock-2023-05-31','max_tokens':5,'messages':[{'role':'user','content':"
                + "'a'},{'role':'assistant','content':"
                + numbered("{'type':'tool_use','id':'t#','name':'t#','input':{}}")
                + "},{'role':'user','content':" + numbered("{'type':'tool_result','tool_use_id':'t#','content':'a'}")
                + "}],'tools':" + numbered("{'name':'t#','input_schema':{'type':'object'}}") + "}";
        String chat = "{'messages':[{'role':'user','content':'a'},{'role':'assistant','tool_calls':"
                + numbered("{'id':'t#','function':{'name':'t#','arguments':'{}'}}") + "},"
                + numbered("{'role':'tool','tool_call_id':'t#','content':'a'}").substring(1)
                + ",'tools':" + numbered("{'function':{'name':'t#'}}") + "}";
        String nova = "{'messages':[{'role':'user','content':[{'text':'a'}]},{'role':'assistant','content':"
                + numbered("{'toolUse':{'toolUseId':'t#','name':'t#','input':{}}}") + "},{'role':'user','content':"
                + numbered("{'toolResult':{'toolUseId':'t#','content':[{'text':'a'}]}}") + "}],'toolConfig':{'tools':"
                + numbered("{'toolSpec':{'name':'t#','inputSchema':{'json':{}}}}") + "}}";
        String commandR = "{'message':'a','tools':" + numbered("{'name':'t#','description':'d'}") + ",'tool_results':"
                + numbered("{'call':{'name':'t#','parameters':{}},'outputs':[{'a':1}]}") + "}";
        read(modelId, claude, chat, nova, commandR,
                "{'anthropic_version':'bedrock-2023-05-31','max_tokens':5,'messages':[{'role':'user','content':'a'}],"
                        + "'tools':[{'name':'t','input_schema':" + deep + "}]}",
                "{'messages':[{'role':'user','content':'a'}],'tools':[{'function':{'name':'t','parameters':" + deep
                        + "}}]}",
                "{'message':'a','tools':[{'name':'t','description':'d','parameter_definitions':{'p':{'type':'"
                        + "list[".repeat(PIECES) + "'}}}]}");
    }

    private static String numbered(String piece) {
        return IntStream.range(0, 10_000).mapToObj(i -> piece.replace("#", Integer.toString(i)))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static void read(String modelId, String... bodies) {
        for (String body : bodies) {
            JsonNode json = Calls.json(body.replace('\'', '"'));
            assertTimeoutPreemptively(LONG_ENOUGH, () -> AnyBody.check(modelId, json));
        }
    }
}
