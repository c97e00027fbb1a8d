package dev.outcrop.engines.remote;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.outcrop.engines.remote.http.Loops;
import dev.outcrop.engines.remote.openai.Dialect;
import dev.outcrop.engines.remote.testing.Heard;
import dev.outcrop.engines.remote.testing.ScriptedServer;
import dev.outcrop.inference.AnswerShape;
import dev.outcrop.inference.Generation;
import dev.outcrop.inference.GenerationRequest;
import dev.outcrop.inference.GenerationResult;
import dev.outcrop.inference.Message;
import dev.outcrop.inference.Message.Role;
import dev.outcrop.inference.Part;
import dev.outcrop.inference.Prompt;
import dev.outcrop.inference.PromptTooLongException;
import dev.outcrop.inference.Reasoning;
import dev.outcrop.inference.Sampling;
import dev.outcrop.inference.StopReason;
import dev.outcrop.inference.Tool;
import dev.outcrop.inference.ToolCall;
import dev.outcrop.inference.Tools;
import dev.outcrop.inference.UnsupportedRequestException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is asked of a server, and what is made of its answer. */
class RemoteTextModelTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Loops loops = new Loops();

    @AfterEach
    void closeLoops() {
        loops.close();
    }

    @Test
    void tokensAreHandedOnAsTheyCome() throws Exception {
        CountDownLatch heard = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            exchange.beginStream();
            exchange.event("{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}");
            exchange.token("Hello");
            assertThat(heard.await(10, TimeUnit.SECONDS)).as("the first token came before the second was sent")
                    .isTrue();
            exchange.token(", world");
            exchange.finish("stop", 7, 3);
        }); RemoteTextModel model = model(server, RemoteOptions.defaults("m"))) {
            Heard answer = new Heard().onToken(heard::countDown);
            model.generate(request("Hi"), answer);
            assertThat(answer.result()).isEqualTo(new GenerationResult(7, 3, StopReason.END_OF_TURN, null));
            assertThat(answer.events()).containsExactly("start 0", "text Hello", "text , world");
        }
    }

    @Test
    void connectionsAreKept() throws Exception {
        try (ScriptedServer server = answering("x");
                RemoteTextModel model = model(server, RemoteOptions.defaults("m"))) {
            for (int i = 0; i < 5; i++) {
                Heard answer = new Heard();
                model.generate(request("Hi"), answer);
                assertThat(answer.result().stopReason()).isEqualTo(StopReason.END_OF_TURN);
            }
            assertThat(server.received()).hasSize(5);
            // Two loops of its own, each with a connection, and one of the health check.
            assertThat(server.connections()).isLessThanOrEqualTo(3);
        }
    }

    @Test
    void theRequestSaysEverything() throws Exception {
        Prompt.Chat chat = new Prompt.Chat(
                List.of(new Message(Role.SYSTEM, "Be brief."),
                        new Message(Role.USER, List.of(new Part.Text("What is it?"),
                                new Part.Image("image/png", new byte[]{1, 2, 3}))),
                        new Message(Role.ASSISTANT,
                                List.of(new Part.Reasoning("hm"), new ToolCall("c1", "look", "{\"a\":1}"))),
                        new Message(Role.TOOL, List.of(new Part.ToolResult("c1", "look", "a cat", false)))),
                new Tools(List.of(new Tool("look", "Looks.", "{\"type\":\"object\",\"properties\":{}}")),
                        new Tools.Choice.Named("look")));
        GenerationRequest request = new GenerationRequest(
                chat,
                new Sampling(0.5, 40, 0.9, 0.1, 1.2, 0.3, 0.4, Map.of(7, -1.0), OptionalLong.of(42)),
                99, List.of("END"), new AnswerShape.Schema("{\"type\":\"object\"}"),
                new Reasoning(Reasoning.Mode.LOW, 0));
        JsonNode body = sent(request, RemoteOptions.defaults("some/model").withImages(true));
        assertThat(body).isEqualTo(JSON.readTree("""
                {"model":"some/model",
                 "messages":[
                  {"role":"system","content":"Be brief."},
                  {"role":"user","content":[{"type":"text","text":"What is it?"},
                    {"type":"image_url","image_url":{"url":"data:image/png;base64,AQID"}}]},
                  {"role":"assistant","content":null,"tool_calls":[
                    {"id":"c1","type":"function","function":{"name":"look","arguments":"{\\"a\\":1}"}}]},
                  {"role":"tool","tool_call_id":"c1","content":"a cat"}],
                 "tools":[{"type":"function","function":{"name":"look","description":"Looks.",
                    "parameters":{"type":"object","properties":{}}}}],
                 "tool_choice":{"type":"function","function":{"name":"look"}},
                 "stream":true,"stream_options":{"include_usage":true},"max_tokens":99,
                 "temperature":0.5,"top_p":0.9,"frequency_penalty":0.3,"presence_penalty":0.4,
                 "logit_bias":{"7":-1.0},"seed":42,"top_k":40,"min_p":0.1,"repetition_penalty":1.2,
                 "stop":["END"],
                 "response_format":{"type":"json_schema","json_schema":{"name":"answer","strict":true,
                    "schema":{"type":"object"}}},
                 "reasoning_effort":"low"}"""));
    }

    @Test
    void openAiItselfGetsItsOwnParametersOnly() throws Exception {
        GenerationRequest request = new GenerationRequest(
                new Prompt.Chat(List.of(new Message(Role.USER, "Hi"))),
                new Sampling(1, 40, 1, 0.1, 1.2, 0, 0, Map.of(), OptionalLong.empty()), 5, List.of());
        JsonNode body = sent(request, RemoteOptions.defaults("m").withDialect(Dialect.OPENAI));
        assertThat(body.propertyNames()).containsExactlyInAnyOrder(
                "model", "messages", "stream", "stream_options", "max_completion_tokens", "temperature");
    }

    @Test
    void prefilledAnswersAreContinued() throws Exception {
        GenerationRequest request = request(new Prompt.Chat(
                List.of(new Message(Role.USER, "Count."), new Message(Role.ASSISTANT, "1, 2,"))));
        JsonNode body = sent(request, RemoteOptions.defaults("m").withDialect(Dialect.VLLM));
        assertThat(body.path("continue_final_message").booleanValue()).isTrue();
        assertThat(body.path("add_generation_prompt").booleanValue()).isFalse();
    }

    @Test
    void textIsContinuedByCompletions() throws Exception {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            exchange.beginStream();
            exchange.event("{\"choices\":[{\"text\":\" time\",\"finish_reason\":null}]}");
            exchange.event("{\"choices\":[{\"text\":\"\",\"finish_reason\":\"length\"}],"
                    + "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1}}");
            exchange.event("[DONE]");
            exchange.endStream();
        }); RemoteTextModel model = model(server, RemoteOptions.defaults("m"))) {
            Heard answer = new Heard();
            model.generate(request(new Prompt.Verbatim("Once upon a")), answer);
            assertThat(answer.result()).isEqualTo(new GenerationResult(3, 1, StopReason.MAX_TOKENS, null));
            assertThat(answer.answer().text()).isEqualTo(" time");
            assertThat(server.received().getFirst().path()).isEqualTo("/v1/completions");
            assertThat(JSON.readTree(server.received().getFirst().body()).path("prompt").stringValue())
                    .isEqualTo("Once upon a");
        }
    }

    @Test
    void aSchemaCannotBreakOut() {
        GenerationRequest request = new GenerationRequest(
                new Prompt.Chat(List.of(new Message(Role.USER, "Hi"))), Sampling.GREEDY, 5, List.of(),
                new AnswerShape.Schema("1}},\"model\":\"other\""), Reasoning.INLINE);
        assertThatThrownBy(() -> sent(request, RemoteOptions.defaults("m")))
                .hasRootCauseInstanceOf(UnsupportedRequestException.class);
    }

    @Test
    void imagesNeedEyes() throws Exception {
        try (ScriptedServer server = answering("x");
                RemoteTextModel model = model(server, RemoteOptions.defaults("m"))) {
            GenerationRequest request = request(new Prompt.Chat(List.of(
                    new Message(Role.USER, List.of(new Part.Image("image/png", new byte[1]))))));
            assertThatThrownBy(() -> model.generate(request, new Heard()))
                    .isInstanceOf(UnsupportedRequestException.class);
        }
    }

    @Test
    void thoughtsAndToolCallsAreToldApart() throws Exception {
        Heard answer = heard(Reasoning.APART,
                "{\"choices\":[{\"delta\":{\"reasoning_content\":\"hm\"}}]}",
                "{\"choices\":[{\"delta\":{\"content\":\"ok\"}}]}",
                "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"type\":\"function\","
                        + "\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}}]}",
                "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"x\\\"\"}}]}}]}",
                "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\":1}\"}}]}}]}",
                "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":1,\"id\":\"b\","
                        + "\"function\":{\"name\":\"g\",\"arguments\":\"{}\"}}]}}]}",
                "{\"choices\":[{\"delta\":{},\"finish_reason\":\"tool_calls\"}]}");
        assertThat(answer.result().stopReason()).isEqualTo(StopReason.TOOL_CALLS);
        assertThat(answer.result().outputTokens()).as("counted deltas, as the server counts none").isEqualTo(6);
        assertThat(answer.events()).containsExactly("start 0", "thought hm", "text ok", "call a f", "input {\"x\"",
                "input :1}", "call b g", "input {}");
        assertThat(answer.answer().calls())
                .containsExactly(new ToolCall("a", "f", "{\"x\":1}"), new ToolCall("b", "g", "{}"));
    }

    @Test
    void thoughtsInTheTextAreFoundWhereTheyAreToBeApart() throws Exception {
        String[] events = {"{\"choices\":[{\"delta\":{\"content\":\"<thi\"}}]}",
                "{\"choices\":[{\"delta\":{\"content\":\"nk>\\nhm</th\"}}]}",
                "{\"choices\":[{\"delta\":{\"content\":\"ink>\\n\\n\"}}]}",
                "{\"choices\":[{\"delta\":{\"content\":\"yes\"},\"finish_reason\":\"stop\"}]}"};
        assertThat(heard(Reasoning.APART, events).whole()).isEqualTo("[hm] yes");
        assertThat(heard(Reasoning.OFF, events).whole()).isEqualTo("[] yes");
        assertThat(heard(Reasoning.INLINE, events).whole()).isEqualTo("[] <think>\nhm</think>\n\nyes");
    }

    @Test
    void thoughtsApartAreBroughtBackIntoTheTextWhereTheyBelongThere() throws Exception {
        assertThat(heard(Reasoning.INLINE, "{\"choices\":[{\"delta\":{\"reasoning\":\"hm\"}}]}",
                "{\"choices\":[{\"delta\":{\"content\":\"yes\"},\"finish_reason\":\"stop\"}]}").whole())
                .isEqualTo("[] <think>\nhm\n</think>\n\nyes");
    }

    @Test
    void aStopSequenceIsNamedWhenTheServerDoes() throws Exception {
        Heard answer = heard(Reasoning.INLINE, "{\"choices\":[{\"delta\":{\"content\":\"a\"}}]}",
                "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\",\"stop_reason\":\"END\"}]}");
        assertThat(answer.result().stopReason()).isEqualTo(StopReason.STOP_SEQUENCE);
        assertThat(answer.result().stopSequence()).isEqualTo("END");
    }

    @Test
    void aPromptThatIsTooLongIsSaidToBe() throws Exception {
        try (ScriptedServer server = new ScriptedServer(exchange -> exchange.whole(400, "application/json",
                "{\"error\":{\"message\":\"This model's maximum context length is 4096 tokens. However, your messages resulted in"
                        + " 5000 tokens.\",\"code\":\"context_length_exceeded\"}}"));
                RemoteTextModel model = model(server, RemoteOptions.defaults("m"))) {
            Heard answer = new Heard();
            model.generate(request("Hi"), answer);
            assertThat(answer.failure()).isInstanceOfSatisfying(PromptTooLongException.class, failure -> {
                assertThat(failure.promptTokens()).isEqualTo(5_000);
                assertThat(failure.contextLength()).isEqualTo(4_096);
            });
        }
    }

    @Test
    void anAnswerThatDoesNotFitIsAskedForShorter() throws Exception {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            if (JSON.readTree(exchange.received().body()).path("max_tokens").intValue() > 96) {
                exchange.whole(400, "application/json",
                        "{\"object\":\"error\",\"message\":\"This model's maximum context length is"
                                + " 4096 tokens. However, you requested 4100 tokens (4000 in the messages, 100 in the"
                                + " completion).\",\"code\":400}");
                return;
            }
            exchange.beginStream();
            exchange.token("x");
            exchange.finish("length", 4_000, 96);
        }); RemoteTextModel model = model(server, RemoteOptions.defaults("m"))) {
            Heard answer = new Heard();
            model.generate(request("Hi"), answer);
            assertThat(answer.result()).isEqualTo(new GenerationResult(4_000, 96, StopReason.CONTEXT_FULL, null));
        }
    }

    @Test
    void cancellingClosesTheConnectionAtOnce() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            exchange.beginStream();
            exchange.token("x");
            exchange.awaitClose();
            closed.countDown();
        }); RemoteTextModel model = model(server, RemoteOptions.defaults("m"))) {
            Heard answer = new Heard();
            Generation generation = model.generate(request("Hi"), answer);
            answer.awaitFirst();
            generation.cancel();
            assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(answer.isOver()).isFalse();
        }
    }

    @Test
    void closingTheModelEndsWhatRuns() throws Exception {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            exchange.beginStream();
            exchange.token("x");
            exchange.awaitClose();
        })) {
            Heard answer = new Heard();
            RemoteTextModel model = model(server, RemoteOptions.defaults("m"));
            model.generate(request("Hi"), answer);
            answer.awaitFirst();
            model.close();
            assertThat(answer.failure()).hasMessage("The model is closed.");
            assertThatThrownBy(() -> model.generate(request("Hi"), new Heard())).hasMessage("The model is closed.");
        }
    }

    @Test
    void tokensAreCountedByTheServer() throws Exception {
        try (ScriptedServer server = new ScriptedServer(exchange -> exchange.whole(200, "application/json",
                switch (exchange.received().path()) {
                    case "/apply-template" -> "{\"prompt\":\"<user>Hi\"}";
                    case "/tokenize" -> exchange.received().body().contains("<user>Hi")
                            ? "{\"tokens\":[1,{\"id\":2},3]}"
                            : "{\"max_model_len\":9,\"count\":12,\"tokens\":[]}";
                    default -> throw new AssertionError(exchange.received());
                }));
                RemoteTextModel llama = model(server, RemoteOptions.defaults("m").withDialect(Dialect.LLAMA_SERVER));
                RemoteTextModel vllm = model(server, RemoteOptions.defaults("m").withDialect(Dialect.VLLM));
                RemoteTextModel other = model(server, RemoteOptions.defaults("m"))) {
            Prompt prompt = new Prompt.Chat(List.of(new Message(Role.USER, "Hi")));
            assertThat(llama.countTokens(prompt)).isEqualTo(3);
            assertThat(vllm.countTokens(prompt)).isEqualTo(12);
            assertThatThrownBy(() -> other.countTokens(prompt)).isInstanceOf(UnsupportedRequestException.class);
        }
    }

    @Test
    void credentialsAreSentAndNeverShown() throws Exception {
        ApiKey key = new ApiKey("sk-example");
        try (ScriptedServer server = answering("x");
                RemoteTextModel model = model(server, RemoteOptions.defaults("m").withApiKey(key))) {
            Heard answer = new Heard();
            model.generate(request("Hi"), answer);
            answer.result();
            assertThat(server.received().getFirst().head()).contains("authorization: Bearer sk-example\r\n");
            assertThat(RemoteOptions.defaults("m").withApiKey(key).toString()).doesNotContain("example");
        }
    }

    private Heard heard(Reasoning reasoning, String... events) throws Exception {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            exchange.beginStream();
            for (String event : events) {
                exchange.event(event);
            }
            exchange.event("[DONE]");
            exchange.endStream();
        }); RemoteTextModel model = model(server, RemoteOptions.defaults("m"))) {
            Heard answer = new Heard();
            model.generate(new GenerationRequest(new Prompt.Chat(List.of(new Message(Role.USER, "Hi"))),
                    Sampling.GREEDY, 100, List.of("END"), AnswerShape.TEXT, reasoning), answer);
            answer.result();
            return answer;
        }
    }

    private JsonNode sent(GenerationRequest request, RemoteOptions options) throws Exception {
        try (ScriptedServer server = answering("x"); RemoteTextModel model = model(server, options)) {
            Heard answer = new Heard();
            model.generate(request, answer);
            answer.result();
            return JSON.readTree(server.received().getFirst().body());
        }
    }

    private static ScriptedServer answering(String text) {
        return new ScriptedServer(exchange -> {
            exchange.beginStream();
            exchange.token(text);
            exchange.finish("stop", 1, 1);
        });
    }

    private RemoteTextModel model(ScriptedServer server, RemoteOptions options) {
        return new RemoteTextModel(List.of(server.uri()), options, loops);
    }

    private static GenerationRequest request(String text) {
        return request(new Prompt.Chat(List.of(new Message(Role.USER, text))));
    }

    private static GenerationRequest request(Prompt prompt) {
        return new GenerationRequest(prompt, Sampling.GREEDY, 100, List.of());
    }
}
