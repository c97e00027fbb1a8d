package dev.outcrop.server.fault;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

import dev.outcrop.server.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Which calls a rule touches, how rules are read, and how they are set while the server runs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultMatchingTest {
    private static final String LLAMA = "/model/meta.llama3-8b-instruct-v1%3A0/invoke";
    private static final String PROMPT = "{\"prompt\":\"Hi\"}";
    private static final String TITAN = "/model/amazon.titan-embed-text-v2%3A0/invoke";
    private static final String ADMIN = "/outcrop/faults";

    private final TestServer server = new TestServer();

    @AfterAll
    void stop() {
        server.close();
    }

    private static List<FaultRule> read(String yaml) {
        return new FaultRules().read(new YAMLMapper().readTree(yaml));
    }

    /** What a number of calls in a row meet: the rule's name, or nothing. */
    private List<String> met(int calls, String target, String body, String... headers) throws Exception {
        List<String> met = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            HttpResponse<byte[]> response = server.post(target, body, headers);
            met.add(response.headers().firstValue("x-outcrop-fault").orElse(""));
        }
        return met;
    }

    @Test
    void everySoManiethAndTheFirstFew() throws Exception {
        server.faults().replace(read("[{name: third, every: 3, error: ThrottlingException}]"));
        assertThat(met(7, LLAMA, PROMPT)).containsExactly("", "", "third", "", "", "third", "");
        server.faults().replace(read("[{name: warming, first: 2, error: ModelNotReadyException}]"));
        assertThat(met(4, LLAMA, PROMPT)).containsExactly("warming", "warming", "", "");
    }

    @Test
    void aShareOfCallsTheSameForTheSameSeed() throws Exception {
        String rule = "[{name: some, probability: 0.5, seed: 7, error: ThrottlingException}]";
        server.faults().replace(read(rule));
        List<String> once = met(40, LLAMA, PROMPT);
        server.faults().replace(read(rule));
        assertThat(met(40, LLAMA, PROMPT)).isEqualTo(once).contains("", "some");
    }

    @Test
    void theFirstRuleThatFiresWins() throws Exception {
        server.faults().replace(read("[{name: second, every: 2, error: ThrottlingException},"
                + "{name: all, error: InternalServerException}]"));
        assertThat(met(3, LLAMA, PROMPT)).containsExactly("all", "second", "all");
    }

    @Test
    void matchesOperationModelHeaderAndCaller() throws Exception {
        server.faults().replace(read("[{name: embeddings, model: 'amazon.titan-embed*', error: ThrottlingException},"
                + "{name: counting, operation: CountTokens, error: ThrottlingException},"
                + "{name: asked, header: {name: X-Fault, value: 'throttle*'}, error: ThrottlingException},"
                + "{name: root, principal: 'arn:aws:iam::123456789012:root', model: 'us.*', error: ThrottlingException},"
                + "{name: key, credential: AKIAIOSFODNN7EXAMPLE, error: ThrottlingException},"
                + "{name: chat, operation: ChatCompletions, model: 'mistral.*', error: ThrottlingException}]"));
        assertThat(met(1, TITAN, "{\"inputText\":\"Hi\"}")).containsExactly("embeddings");
        assertThat(met(1, LLAMA, PROMPT)).containsExactly("");
        assertThat(met(1, LLAMA, PROMPT, "x-fault", "throttle me")).containsExactly("asked");
        assertThat(met(1, LLAMA, PROMPT, "x-fault", "nothing")).containsExactly("");
        assertThat(met(1, "/model/us.meta.llama3-2-1b-instruct-v1%3A0/invoke", PROMPT)).containsExactly("root");
        assertThat(met(1, "/openai/v1/chat/completions",
                "{\"model\":\"mistral.mistral-large-2402-v1:0\",\"messages\":[]}")).containsExactly("chat");
        assertThat(met(1, "/openai/v1/chat/completions",
                "{\"model\":\"meta.llama3-8b-instruct-v1:0\",\"messages\":[]}")).containsExactly("");
        assertThat(met(1, "/guardrails", "{}")).as("no call of the runtime API").containsExactly("");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "{error: ThrottlingException} | `name` needs",
            "{name: a b, error: ThrottlingException} | `name` needs",
            "{name: x} | says nothing to do",
            "{name: x, error: NoSuchException} | is none that these operations have; there are AccessDeniedException",
            "{name: x, operation: CountTokens, error: ModelTimeoutException} | is none that these operations have",
            "{name: x, operation: Invoke, error: ThrottlingException} | no operation of the runtime API matches",
            "{name: x, operation: InvokeModel, break: end} | streams",
            "{name: x, break: explode} | one of exception, truncated-frame",
            "{name: x, break: exception} | belong together",
            "{name: x, break: end, exception: throttlingException} | belong together",
            "{name: x, break: exception, exception: ThrottlingException} | there are internalServerException",
            "{name: x, error: ThrottlingException, disconnect: true} | one rule does one of",
            "{name: x, error: ThrottlingException, after-chunks: 2} | belong to `break`",
            "{name: x, delay-ms: 5, message: hi} | `message` belongs",
            "{name: x, delay-ms: -5} | whole number from 0",
            "{name: x, delay-ms: 1.5} | whole number from 0",
            "{name: x, never-answer: 1} | true or false",
            "{name: x, probability: 2, delay-ms: 1} | from 0 to 1",
            "{name: x, seed: no, delay-ms: 1} | whole number",
            "{name: x, every: 0, delay-ms: 1} | whole number from 1",
            "{name: x, chunks-per-second: 0} | from 0.001",
            "{name: x, chunks-per-second: 5, chunk-delay-ms: 5} | give one",
            "{name: x, header: {name: a}, delay-ms: 1} | needs `name` and `value`",
            "{name: x, eror: ThrottlingException} | unknown key `eror`"})
    void refusesWhatItCannotMean(String rule, String reason) {
        assertThatThrownBy(() -> read("[" + rule + "]"))
                .isInstanceOf(FaultRuleException.class)
                .hasMessageStartingWith("rule 1: ")
                .hasMessageContaining(reason);
    }

    @Test
    void refusesTwoOfOneName() {
        assertThatThrownBy(() -> read("[{name: x, delay-ms: 1}, {name: x, delay-ms: 2}]"))
                .hasMessageContaining("rule 2: another rule is named `x`");
    }

    @Test
    void rulesAreSetShownAndClearedOverHttp() throws Exception {
        String rules = "{\"rules\":[{\"name\":\"a\",\"operation\":\"Invoke*\",\"every\":2,\"delay-ms\":1,"
                + "\"error\":\"ThrottlingException\",\"message\":\"Busy.\"},"
                + "{\"name\":\"b\",\"header\":{\"name\":\"x-t\",\"value\":\"*\"},\"probability\":0.5,\"seed\":3,"
                + "\"chunk-delay-ms\":5,\"after-chunks\":2,\"break\":\"exception\","
                + "\"exception\":\"throttlingException\",\"message\":\"Busy.\"}]}";
        HttpResponse<byte[]> put = server.send("PUT", ADMIN, rules);
        assertThat(put.statusCode()).isEqualTo(200);
        assertThat(met(2, LLAMA, PROMPT)).containsExactly("", "a");
        JsonNode shown = TestServer.json(server.get(ADMIN));
        assertThat(shown.path("rules")).as("as they were given")
                .isEqualTo(JsonMapper.shared().readTree(rules).path("rules"));
        assertThat(shown.at("/fired/a").intValue()).isEqualTo(1);
        assertThat(server.send("PUT", ADMIN, JsonMapper.shared().writeValueAsString(shown)).statusCode())
                .as("what was shown can be set").isEqualTo(200);
        assertThat(server.send("DELETE", ADMIN, "").statusCode()).isEqualTo(200);
        assertThat(server.faults().isEmpty()).isTrue();
        assertThat(met(2, LLAMA, PROMPT)).containsExactly("", "");
    }

    @Test
    void refusesRulesOverHttpThatCannotBeFollowedAndKeepsThoseBefore() throws Exception {
        server.faults().replace(read("[{name: kept, delay-ms: 1}]"));
        HttpResponse<byte[]> wrong = server.send("PUT", ADMIN, "{\"rules\":[{\"name\":\"x\",\"error\":\"Nothing\"}]}");
        assertThat(TestServer.code(wrong)).isEqualTo("ValidationException");
        assertThat(TestServer.code(server.send("PUT", ADMIN, "[]"))).isEqualTo("ValidationException");
        assertThat(TestServer.code(server.send("PUT", ADMIN, "{"))).isEqualTo("ValidationException");
        assertThat(server.faults().rules()).extracting(FaultRule::name).containsExactly("kept");
        server.faults().replace(List.of());
    }

    @ParameterizedTest
    @CsvSource({"Origin, https://example.com", "X-Forwarded-For, 192.0.2.1", "Forwarded, for=192.0.2.1"})
    void noPageInABrowserAndNobodyBehindAProxySetsThem(String header, String value) throws Exception {
        HttpResponse<byte[]> refused = server.post(ADMIN, "{}", header, value);
        assertThat(TestServer.code(refused)).isEqualTo("AccessDeniedException");
    }
}
