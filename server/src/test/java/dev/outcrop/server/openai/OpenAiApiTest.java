package dev.outcrop.server.openai;

import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import dev.outcrop.inference.InferenceException;
import dev.outcrop.inference.Message;
import dev.outcrop.inference.Prompt;
import dev.outcrop.inference.ToolCall;
import dev.outcrop.server.testing.ScriptedTextModel.Script;
import dev.outcrop.server.testing.TestGuardrail;
import dev.outcrop.server.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static dev.outcrop.server.testing.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenAiApiTest {
    private static final String CHAT = "/openai/v1/chat/completions";
    private static final String MODEL = "openai.gpt-oss-20b-1:0";
    private static final String GUARDRAIL = "abc123def456";

    private TestServer server = new TestServer();

    @BeforeAll
    void start() {
        server.close();
        server = new TestServer();
        server.guardrails().put(GUARDRAIL, "DRAFT", TestGuardrail.ofConformance().build());
    }

    @BeforeEach
    void script() {
        server.model().script(Script.tokens(3));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private static String body(String text, String more) {
        return "{\"model\":\"" + MODEL + "\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]" + more
                + "}";
    }

    /** The data of every event; the stream must be whole. */
    private static List<String> events(HttpResponse<byte[]> response) {
        String text = new String(response.body(), StandardCharsets.UTF_8);
        assertThat(text).endsWith("\n\n");
        List<String> events = new ArrayList<>();
        for (String event : text.split("\n\n", -1)) {
            if (!event.isEmpty()) {
                assertThat(event).startsWith("data: ");
                events.add(event.substring("data: ".length()));
            }
        }
        return events;
    }

    @Test
    void aChatCompletionIsAnsweredInOpenAisForm() throws Exception {
        HttpResponse<byte[]> response = server.post(CHAT, body("Hi", ""), "Authorization", "Bearer anything");
        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode answer = json(response);
        assertThat(answer.path("object").stringValue()).isEqualTo("chat.completion");
        assertThat(answer.path("model").stringValue()).isEqualTo(MODEL);
        assertThat(answer.path("id").stringValue()).matches("chatcmpl-\\w{29}");
        JsonNode choice = answer.path("choices").get(0);
        assertThat(choice.path("message").path("content").stringValue()).isEqualTo("token1 token2 token3 ");
        assertThat(choice.path("finish_reason").stringValue()).isEqualTo("stop");
        assertThat(answer.path("usage").toString())
                .isEqualTo("{\"prompt_tokens\":7,\"completion_tokens\":3,\"total_tokens\":10}");
        Prompt prompt = server.model().awaitRun().request().prompt();
        assertThat(prompt).isEqualTo(new Prompt.Chat(List.of(new Message(Message.Role.USER, "Hi"))));
    }

    @ParameterizedTest
    @CsvSource({"amazon.nova-lite-v1:0", "meta.llama3-8b-instruct-v1:0", "us.anthropic.claude-3-haiku-20240307-v1:0",
            "my-model"})
    void everyTextModelAnswers(String model) throws Exception {
        HttpResponse<byte[]> response = server.post(CHAT, body("Hi", "").replace(MODEL, model));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response).path("model").stringValue()).isEqualTo(model);
        server.model().awaitRun();
    }

    @Test
    void aStreamIsServerSentEventsUpToDone() throws Exception {
        HttpResponse<byte[]> response = server.post(
                CHAT, body("Hi", ",\"stream\":true,\"stream_options\":{\"include_usage\":true}"));
        assertThat(response.headers().firstValue("content-type")).hasValue("text/event-stream; charset=utf-8");
        List<String> events = events(response);
        assertThat(events).hasSize(7).last().isEqualTo("[DONE]");
        List<JsonNode> chunks = events.subList(0, 6).stream()
                .map(event -> JsonMapper.shared().readTree(event))
                .toList();
        assertThat(chunks).allSatisfy(chunk -> {
            assertThat(chunk.path("object").stringValue()).isEqualTo("chat.completion.chunk");
            assertThat(chunk.path("id")).isEqualTo(chunks.getFirst().path("id"));
        });
        assertThat(chunks.getFirst().at("/choices/0/delta").toString())
                .isEqualTo("{\"role\":\"assistant\",\"content\":\"\"}");
        assertThat(chunks.get(1).at("/choices/0/delta/content").stringValue()).isEqualTo("token1 ");
        assertThat(chunks.get(1).path("usage").isNull()).isTrue();
        assertThat(chunks.get(4).at("/choices/0/finish_reason").stringValue()).isEqualTo("stop");
        assertThat(chunks.get(5).path("choices").isEmpty()).isTrue();
        assertThat(chunks.get(5).at("/usage/total_tokens").intValue()).isEqualTo(10);
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).doesNotContain("amazon-bedrock");
        server.model().awaitRun();
    }

    @Test
    void aFailureInTheStreamIsAnErrorEventWithoutDone() throws Exception {
        server.model().script(Script.failing(2, new InferenceException("The engine is out of order.")));
        List<String> events = events(server.post(CHAT, body("Hi", ",\"stream\":true")));
        assertThat(events.getLast()).isEqualTo("{\"error\":{\"message\":\"The engine is out of order.\","
                + "\"type\":\"server_error\",\"param\":null,\"code\":\"ModelStreamErrorException\"}}");
        assertThat(events).doesNotContain("[DONE]");
        server.model().awaitRun();
    }

    @Test
    void aClientThatLeavesStopsTheModel() throws Exception {
        server.model().script(Script.endless(1_000_000));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            byte[] body = body("Hi", ",\"stream\":true").getBytes(StandardCharsets.UTF_8);
            socket.getOutputStream().write(("POST " + CHAT + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                    + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body);
            assertThat(socket.getInputStream().read()).isEqualTo('H');
        }
        server.model().awaitRun().awaitCancelled();
    }

    @Test
    void guardrailsBlockMaskAndTrace() throws Exception {
        String[] headers = {"X-Amzn-Bedrock-GuardrailIdentifier", GUARDRAIL, "X-Amzn-Bedrock-GuardrailVersion", "DRAFT",
                "X-Amzn-Bedrock-Trace", "ENABLED"};
        JsonNode blocked = json(server.post(CHAT, body("What is Project Lantern?", ""), headers));
        assertThat(blocked.path("amazon-bedrock-guardrailAction").stringValue()).isEqualTo("INTERVENED");
        assertThat(blocked.at("/choices/0/message/content").stringValue()).isNotEmpty().doesNotContain("token1");
        assertThat(server.model().wasAsked()).isFalse();
        List<String> stream = events(server.post(CHAT, body("What is Project Lantern?", ",\"stream\":true"), headers));
        assertThat(stream).last().isEqualTo("[DONE]");
        assertThat(stream.toString()).contains("\"amazon-bedrock-guardrailAction\":\"INTERVENED\"");
        HttpResponse<byte[]> unknown = server.post(
                CHAT, body("Hi", ""), "X-Amzn-Bedrock-GuardrailIdentifier", "nosuch",
                "X-Amzn-Bedrock-GuardrailVersion", "1");
        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(json(unknown).at("/error/message").stringValue())
                .isEqualTo("The guardrail identifier or version provided in the request does not exist.");
    }

    @Test
    void embeddingsAreVectorsOfLengthOne() throws Exception {
        String target = "/openai/v1/embeddings";
        JsonNode answer = json(server.post(
                target, "{\"model\":\"amazon.titan-embed-text-v2:0\",\"input\":[\"a b\",\"b\"],\"dimensions\":256}"));
        assertThat(answer.path("data")).hasSize(2);
        JsonNode vector = answer.at("/data/1/embedding");
        assertThat(vector).hasSize(256);
        double squares = 0;
        for (JsonNode component : vector) {
            squares += component.doubleValue() * component.doubleValue();
        }
        assertThat(squares).isBetween(0.999, 1.001);
        JsonNode encoded = json(server.post(
                target,
                "{\"model\":\"amazon.titan-embed-text-v2:0\",\"input\":\"b\",\"dimensions\":256,\"encoding_format\":\"base64\"}"));
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(encoded.at("/data/0/embedding").stringValue()))
                .order(ByteOrder.LITTLE_ENDIAN);
        assertThat(bytes.remaining()).isEqualTo(1_024);
        assertThat(bytes.getFloat(0)).isEqualTo(vector.get(0).floatValue());
    }

    @Test
    void whatClientsWriteForNothingIsNothing() throws Exception {
        HttpResponse<byte[]> response = server.post(CHAT,
                """
                        {"model":"%s","messages":[{"role":"user","content":"Hi","name":null},
                         {"role":"assistant","content":null,"refusal":null,"audio":null,"function_call":null,
                          "tool_calls":[{"id":"a","type":"function","function":{"name":"now","arguments":""}}]},
                         {"role":"tool","tool_call_id":"a","content":"noon"}],
                         "tools":[{"type":"function","function":{"name":"now","description":null,"parameters":null,"strict":null}}],
                         "tool_choice":null,"parallel_tool_calls":null,"response_format":null,"stop":null,"temperature":null,
                         "top_p":null,"n":null,"seed":null,"max_tokens":null,"max_completion_tokens":null,"logprobs":null,
                         "top_logprobs":null,"logit_bias":null,"frequency_penalty":null,"presence_penalty":null,
                         "reasoning_effort":null,"stream":null,"stream_options":null,"functions":null,"user":null}
                        """
                        .formatted(MODEL));
        assertThat(response.statusCode()).as(new String(response.body(), StandardCharsets.UTF_8)).isEqualTo(200);
        Prompt.Chat asked = (Prompt.Chat) server.model().awaitRun().request().prompt();
        assertThat(asked.messages().get(1).parts()).containsExactly(new ToolCall("a", "now", "{}"));
        assertThat(asked.tools().offered()).hasSize(1);
        JsonNode vectors = json(server.post("/openai/v1/embeddings",
                "{\"model\":\"amazon.titan-embed-text-v2:0\",\"input\":\"a\",\"dimensions\":null,\"encoding_format\":null}"));
        assertThat(vectors.at("/data/0/embedding")).hasSize(1_024);
    }

    @Test
    void modelsThatFailAreNoFaultOfTheirCallers() throws Exception {
        server.model().script(Script.failing(1, new InferenceException("The engine is out of order.")));
        HttpResponse<byte[]> response = server.post(CHAT, body("Hi", ""));
        assertThat(response.statusCode()).isEqualTo(424);
        assertThat(json(response).at("/error/type").stringValue()).isEqualTo("server_error");
        server.model().awaitRun();
    }

    @ParameterizedTest
    @CsvSource({"amazon.titan-embed-text-v2:0,8192", "cohere.embed-english-v3,512", "amazon.titan-embed-image-v1,256"})
    void embeddingsReadWhatTheirModelReads(String model, int most) throws Exception {
        String request = "{\"model\":\"" + model + "\",\"input\":[\"a\",\"%s\"]}";
        String target = "/openai/v1/embeddings";
        assertThat(server.post(target, request.formatted("a".repeat(most))).statusCode()).isEqualTo(200);
        HttpResponse<byte[]> refused = server.post(target, request.formatted("a".repeat(most + 1)));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(json(refused).at("/error/message").stringValue()).isEqualTo("This model's maximum context length is "
                + most + " tokens, however you requested " + (most + 1) + " tokens. Please reduce your prompt.");
        assertThat(json(refused).at("/error/type").stringValue()).isEqualTo("invalid_request_error");
    }

    @Test
    void embeddingsOfOneRequestAreBounded() throws Exception {
        String text = "\"" + "a ".repeat(2_000) + "\",";
        String texts = text.repeat(301);
        HttpResponse<byte[]> refused = server.post("/openai/v1/embeddings",
                "{\"model\":\"amazon.titan-embed-text-v2:0\",\"input\":[" + texts.substring(0, texts.length() - 1)
                        + "]}");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(json(refused).at("/error/message").stringValue())
                .startsWith("'input' must not have more than 1200000");
    }

    @Test
    void modelsAreListedAndShown() throws Exception {
        JsonNode list = json(server.get("/openai/v1/models"));
        assertThat(list.path("object").stringValue()).isEqualTo("list");
        List<String> ids = list.path("data").valueStream().map(model -> model.path("id").stringValue()).toList();
        assertThat(ids).contains(MODEL, "amazon.titan-embed-text-v2:0").noneMatch(id -> id.startsWith("stability."));
        JsonNode model = json(server.get("/openai/v1/models/" + MODEL.replace(":", "%3A")));
        assertThat(model.path("owned_by").stringValue()).isEqualTo("OpenAI");
    }

    @Test
    void modelsOfTheConfigurationAloneAreListedTooAndEachOnce() throws Exception {
        List<JsonNode> models = json(server.get("/openai/v1/models")).path("data").valueStream().toList();
        assertThat(models).extracting(model -> model.path("id").stringValue()).contains("my-model")
                .doesNotHaveDuplicates();
        JsonNode own = json(server.get("/openai/v1/models/my-model"));
        assertThat(own).isEqualTo(models.getLast());
        assertThat(own.path("owned_by").stringValue()).isEqualTo("outcrop");
        assertThat(server.get("/openai/v1/models/my-modem").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
            "chat/completions | {'messages':[]} | 400 | you must provide a model parameter",
            "chat/completions | {'model':'no.such-model','messages':[]} | 400 | The provided model identifier is invalid.",
            "chat/completions | nonsense | 400 | Malformed input request, please reformat your input and try again.",
            "chat/completions | {'model':'stability.stable-image-ultra-v1:1','messages':[{'role':'user','content':'x'}]} | 400 | The model stability.stable-image-ultra-v1:1 does not support this API.",
            "chat/completions | {'model':'amazon.titan-embed-text-v2:0','messages':[{'role':'user','content':'x'}]} | 400 | The model amazon.titan-embed-text-v2:0 does not support this API.",
            "embeddings | {'model':'openai.gpt-oss-20b-1:0','input':'x'} | 400 | The model openai.gpt-oss-20b-1:0 does not support this API.",
            "embeddings | {'model':'amazon.titan-embed-text-v2:0','input':'x','encoding_format':'hex'} | 400 | 'encoding_format' must be one of 'float', 'base64'.",
            "chat/completions | {'model':'openai.gpt-oss-20b-1:0','messages':[{'role':'user','content':'x'}],'logprobs':true} | 400 | The field logprobs is not available in this version of Outcrop. Try again without it.",
            "chat/completions | {'model':'openai.gpt-oss-20b-1:0','messages':[{'role':'user','content':'x'}],'logit_bias':{'50256':-100}} | 400 | The field logit_bias is not available in this version of Outcrop. Try again without it.",
            "chat/completions | {'model':'openai.gpt-oss-20b-1:0','messages':[{'role':'user','content':'x'}],'response_format':{'type':'json_schema','json_schema':{'name':'a'}}} | 400 | Missing required parameter: 'response_format.json_schema.schema'.",
            "embeddings | {'model':'amazon.titan-embed-text-v2:0','input':'x','dimensions':0} | 400 | 'dimensions' must be between 1 and 4096.",
            "responses | {} | 404 | Unknown request URL: POST /openai/v1/responses. Please check the URL for typos."})
    void errorsHaveOpenAisForm(String path, String body, int status, String message) throws Exception {
        HttpResponse<byte[]> response = server.post("/openai/v1/" + path, body.replace('\'', '"'));
        assertThat(json(response).at("/error/message").stringValue()).isEqualTo(message);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(json(response).at("/error/type").stringValue())
                .isEqualTo(status == 404 ? "not_found_error" : "invalid_request_error");
        assertThat(response.headers().firstValue("x-amzn-requestid")).isPresent();
    }
}
