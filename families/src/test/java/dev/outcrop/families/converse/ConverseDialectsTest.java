package dev.outcrop.families.converse;

import java.util.List;

import dev.outcrop.families.converse.ConverseRequest.Inference;
import dev.outcrop.families.converse.ConverseRequest.Role;
import dev.outcrop.families.converse.ConverseRequest.ToolChoice;
import dev.outcrop.families.converse.ConverseRequest.ToolConfig;
import dev.outcrop.families.converse.ConverseRequest.ToolSpec;
import dev.outcrop.families.converse.ConverseRequest.Turn;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** One conversation with a tool, an image and thoughts, as each dialect writes it. */
class ConverseDialectsTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    private static ConverseRequest conversation(ToolChoice choice) {
        return new ConverseRequest(
                List.of(
                        new Turn(Role.USER, List.of(
                                new Block.Text("Weather?"), new Block.Image("png", new byte[]{1, 2, 3}))),
                        new Turn(Role.ASSISTANT, List.of(
                                new Block.Reasoning("Ask.", "sig"),
                                new Block.Text("Let me see."),
                                new Block.ToolUse("call1", "weather", JSON.readTree("{\"city\":\"Rome\"}")))),
                        new Turn(Role.USER, List.of(new Block.ToolResult(
                                "call1", List.of(new Block.Json(JSON.readTree("{\"sky\":\"clear\"}"))), true)))),
                List.of(new Block.Text("Be brief."), new Block.CachePoint()),
                new Inference(99, 0.7f, 0.25f, List.of("END")),
                new ToolConfig(
                        List.of(new ToolSpec(
                                "weather",
                                "Looks outside",
                                JSON.readTree("{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\","
                                        + "\"description\":\"Where\"},\"days\":{\"type\":\"integer\"}},"
                                        + "\"required\":[\"city\"]}"))),
                        choice),
                null,
                null);
    }

    private static String body(String modelId, ToolChoice choice) {
        ConverseModel model = ConverseModels.of(modelId);
        return model.dialect().body(conversation(choice), model).toString();
    }

    private static void assertBody(String body, String expected) {
        assertThat(JSON.readTree(body)).isEqualTo(JSON.readTree(expected));
    }

    private static final String SCHEMA = "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\","
            + "\"description\":\"Where\"},\"days\":{\"type\":\"integer\"}},\"required\":[\"city\"]}";

    @Test
    void claude() {
        assertBody(body("anthropic.claude-3-haiku-20240307-v1:0", new ToolChoice.Named("weather")), """
                {"anthropic_version":"bedrock-2023-05-31","max_tokens":99,"system":[{"type":"text","text":"Be brief."}],
                 "messages":[
                  {"role":"user","content":[{"type":"text","text":"Weather?"},
                   {"type":"image","source":{"type":"base64","media_type":"image/png","data":"AQID"}}]},
                  {"role":"assistant","content":[{"type":"thinking","thinking":"Ask.","signature":"sig"},
                   {"type":"text","text":"Let me see."},
                   {"type":"tool_use","id":"call1","name":"weather","input":{"city":"Rome"}}]},
                  {"role":"user","content":[{"type":"tool_result","tool_use_id":"call1",
                   "content":[{"type":"text","text":"{\\"sky\\":\\"clear\\"}"}],"is_error":true}]}],
                 "temperature":0.7,"top_p":0.25,"stop_sequences":["END"],
                 "tools":[{"name":"weather","description":"Looks outside","input_schema":%s}],
                 "tool_choice":{"type":"tool","name":"weather"}}
                """.formatted(SCHEMA));
    }

    @Test
    void nova() {
        assertBody(body("amazon.nova-pro-v1:0", new ToolChoice.Any()), """
                {"schemaVersion":"messages-v1","system":[{"text":"Be brief."}],
                 "messages":[
                  {"role":"user","content":[{"text":"Weather?"},
                   {"image":{"format":"png","source":{"bytes":"AQID"}}}]},
                  {"role":"assistant","content":[
                   {"reasoningContent":{"reasoningText":{"text":"Ask.","signature":"sig"}}},{"text":"Let me see."},
                   {"toolUse":{"toolUseId":"call1","name":"weather","input":{"city":"Rome"}}}]},
                  {"role":"user","content":[{"toolResult":{"toolUseId":"call1","content":[{"json":{"sky":"clear"}}],
                   "status":"error"}}]}],
                 "inferenceConfig":{"maxTokens":99,"temperature":0.7,"topP":0.25,"stopSequences":["END"]},
                 "toolConfig":{"tools":[{"toolSpec":{"name":"weather","description":"Looks outside",
                  "inputSchema":{"json":%s}}}],"toolChoice":{"any":{}}}}
                """.formatted(SCHEMA));
    }

    @Test
    void chat() {
        assertBody(body("mistral.mistral-large-2402-v1:0", new ToolChoice.Any()),
                """
                        {"messages":[
                          {"role":"system","content":"Be brief."},
                          {"role":"user","content":[{"type":"text","text":"Weather?"},
                           {"type":"image_url","image_url":{"url":"data:image/png;base64,AQID"}}]},
                          {"role":"assistant","content":"Let me see.","tool_calls":[{"id":"call1","type":"function",
                           "function":{"name":"weather","arguments":"{\\"city\\":\\"Rome\\"}"}}]},
                          {"role":"tool","tool_call_id":"call1","content":"{\\"sky\\":\\"clear\\"}"}],
                         "max_tokens":99,"temperature":0.7,"top_p":0.25,"stop":["END"],
                         "tools":[{"type":"function","function":{"name":"weather","description":"Looks outside","parameters":%s}}],
                         "tool_choice":"any"}
                        """
                        .formatted(SCHEMA));
        assertThat(body("openai.gpt-oss-20b-1:0", new ToolChoice.Any()))
                .contains("\"max_completion_tokens\":99", "\"tool_choice\":\"required\"");
    }

    @Test
    void commandR() {
        assertBody(body("cohere.command-r-v1:0", new ToolChoice.Unsaid()), """
                {"message":"Weather?","preamble":"Be brief.","max_tokens":99,"temperature":0.7,"p":0.25,
                 "stop_sequences":["END"],
                 "tools":[{"name":"weather","description":"Looks outside","parameter_definitions":{
                  "city":{"description":"Where","type":"str","required":true},"days":{"type":"int","required":false}}}],
                 "tool_results":[{"call":{"name":"weather","parameters":{"city":"Rome"}},"outputs":[{"sky":"clear"}]}]}
                """);
    }

    @Test
    void promptsOfOneText() {
        ConverseRequest request = new ConverseRequest(
                List.of(
                        new Turn(Role.USER, List.of(new Block.Text("One"))),
                        new Turn(Role.ASSISTANT, List.of(new Block.Text("Two"))),
                        new Turn(Role.USER, List.of(new Block.Text("Three")))),
                List.of(), new Inference(5, null, null, List.of()), null, null, null);
        ConverseModel titan = ConverseModels.of("amazon.titan-text-express-v1");
        assertBody(titan.dialect().body(request, titan).toString(), """
                {"inputText":"User: One\\nBot: Two\\nUser: Three\\nBot:","textGenerationConfig":{"maxTokenCount":5}}
                """);
        ConverseModel llama = ConverseModels.of("meta.llama3-8b-instruct-v1:0");
        assertThat(llama.dialect().body(request, llama).path("prompt").stringValue())
                .startsWith("<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\nOne<|eot_id|>")
                .endsWith("<|start_header_id|>assistant<|end_header_id|>\n\n");
        ConverseModel mistral = ConverseModels.of("mistral.mistral-7b-instruct-v0:2");
        assertThat(mistral.dialect().body(request, mistral).path("prompt").stringValue())
                .isEqualTo("<s>[INST] One [/INST] Two </s><s>[INST] Three [/INST]");
    }
}
