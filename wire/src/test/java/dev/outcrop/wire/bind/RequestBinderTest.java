package dev.outcrop.wire.bind;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import dev.outcrop.wire.error.ErrorWriter;
import dev.outcrop.wire.error.NotAcceptableException;
import dev.outcrop.wire.error.SerializationException;
import dev.outcrop.wire.error.UnsupportedMediaTypeException;
import dev.outcrop.wire.error.ValidationException;
import dev.outcrop.wire.model.ApiModel;
import dev.outcrop.wire.route.Route;
import dev.outcrop.wire.testing.JsonHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class RequestBinderTest {
    private static final ApiModel RUNTIME = ApiModel.load("/dev/outcrop/wire/model/bedrock-runtime.json");
    private static final ApiModel CONTROL = ApiModel.load("/dev/outcrop/wire/model/bedrock.json");
    private static final ApiModel ALL_TYPES = ApiModel.of("""
            {"operations": {"Take": {"method": "POST", "uri": "/take", "input": "Input", "output": "Input"}},
             "shapes": {
              "Input": {"type": "structure", "members": {
                "text": {"shape": "Text"}, "int": {"shape": "Int"}, "long": {"shape": "Long"},
                "double": {"shape": "Double"}, "flag": {"shape": "Flag"}, "data": {"shape": "Data"},
                "seconds": {"shape": "Time"}, "time": {"shape": "Iso"}, "document": {"shape": "Document"},
                "union": {"shape": "Union"}, "self": {"shape": "Input"}, "list": {"shape": "Texts"},
                "map": {"shape": "ByName"}}},
              "Text": {"type": "string"}, "Int": {"type": "integer"}, "Long": {"type": "long"},
              "Double": {"type": "double"}, "Flag": {"type": "boolean"}, "Data": {"type": "blob"},
              "Time": {"type": "timestamp"}, "Iso": {"type": "timestamp", "timestampFormat": "iso8601"},
              "Document": {"type": "structure", "document": true, "members": {}},
              "Union": {"type": "structure", "union": true, "members": {"a": {"shape": "Text"}, "b": {"shape": "Int"}}},
              "Texts": {"type": "list", "member": "Text"}, "ByName": {"type": "map", "key": "Text", "value": "Int"}}}
            """.getBytes(UTF_8));

    private static BoundInput take(String body) {
        return take(body.getBytes(UTF_8));
    }

    private static BoundInput take(byte[] body) {
        return new RequestBinder()
                .bind(new Route(ALL_TYPES.operation("Take"), Map.of()), null, JsonHeaders.JSON, body);
    }

    private static BoundInput bind(
            ApiModel model, String operation, Map<String, String> labels, @Nullable String query, String body,
            String... headers) {
        return new RequestBinder(() -> "token")
                .bind(new Route(model.operation(operation), labels), query, headers(headers), body.getBytes(UTF_8));
    }

    private static HeaderSource headers(String... namesAndValues) {
        List<Map.Entry<String, String>> pairs = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            pairs.add(Map.entry(namesAndValues[i], namesAndValues[i + 1]));
        }
        return new HeaderSource() {
            @Override
            public @Nullable String get(String name) {
                return pairs.stream()
                        .filter(pair -> pair.getKey().equalsIgnoreCase(name))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse(null);
            }

            @Override
            public Iterable<Map.Entry<String, String>> all() {
                return pairs;
            }
        };
    }

    private static void refused(String body) {
        refused(body.getBytes(UTF_8));
    }

    private static void refused(byte[] body) {
        assertThatThrownBy(() -> take(body))
                .as(new String(body, 0, Math.min(80, body.length), UTF_8))
                .isInstanceOf(SerializationException.class);
    }

    @Test
    void everyType() {
        BoundInput input = take(
                """
                        {"text": "ä€😹\\n", "int": -7, "long": 9223372036854775807, "double": 1.5e3, "flag": true, "data": "YWI=",
                         "seconds": 1.5, "time": "2024-02-29T23:59:59.25Z", "union": {"b": 2}, "self": {"text": "in"},
                         "list": ["a", ""], "map": {"k": 1}, "document": {"a": [1, 2.5, null, {"b": "c"}], "n": 12345678901234567890},
                         "unknown": {"deep": [[{}]]}}""");
        assertThat(input.string("text")).isEqualTo("ä€😹\n");
        assertThat(input.integer("int")).isEqualTo(-7);
        assertThat(input.get("long")).isEqualTo(Long.MAX_VALUE);
        assertThat(input.get("double")).isEqualTo(1500.0);
        assertThat(input.bool("flag")).isTrue();
        assertThat(input.get("data")).isEqualTo("ab".getBytes(UTF_8));
        assertThat(input.get("seconds")).isEqualTo(Instant.ofEpochMilli(1500));
        assertThat(input.get("time")).isEqualTo(Instant.parse("2024-02-29T23:59:59.25Z"));
        assertThat(input.structure("union")).isEqualTo(Map.of("b", 2));
        assertThat(input.structure("self")).isEqualTo(Map.of("text", "in"));
        assertThat(input.list("list")).containsExactly("a", "");
        assertThat(input.structure("map")).isEqualTo(Map.of("k", 1));
        assertThat(input.structure("document"))
                .containsEntry("a", Arrays.asList(1L, new BigDecimal("2.5"), null, Map.of("b", "c")))
                .containsEntry("n", new BigDecimal("12345678901234567890"));
        assertThat(input.asMap()).doesNotContainKey("unknown");
    }

    @Test
    void nullIsAbsentAndTheLastOfTwoCounts() {
        assertThat(take("{\"text\":null,\"union\":null}").asMap()).isEmpty();
        assertThat(take("{\"text\":\"a\",\"text\":\"b\"}").asMap()).isEqualTo(Map.of("text", "b"));
        assertThat(take("{\"text\":\"a\",\"text\":null}").asMap()).isEmpty();
        assertThat(take("{\"union\":{\"a\":null,\"b\":1,\"__type\":\"x\"}}").structure("union"))
                .isEqualTo(Map.of("b", 1));
    }

    @Test
    void whatIsNoJsonOrNoObject() {
        for (String body : new String[]{
                "", " ", "{", "}", "[]", "1", "\"a\"", "null", "true", "{} {}", "{}x", "{\"text\":\"a\",}",
                "{'text':'a'}",
                "{\"text\":\"a\"", "{\"text\":'a'}", "{text:1}", "{\"int\":01}", "{\"int\":+1}", "{\"int\":1.}",
                "{\"double\":NaN}",
                "{\"double\":Infinity}", "{\"text\":\"\u0001\"}", "{\"text\":\"\\x\"}", "// c\n{}", "\ufeff{}",
                "\u0000{}"
        }) {
            if (!body.isEmpty()) {
                refused(body);
            }
        }
        assertThat(take("").asMap()).isEmpty();
    }

    @Test
    void wrongTypes() {
        for (String member : new String[]{
                "\"text\":1", "\"text\":true", "\"text\":{}", "\"text\":[]", "\"int\":\"1\"", "\"int\":1.5",
                "\"int\":1e2",
                "\"int\":2147483648", "\"int\":true", "\"long\":9223372036854775808", "\"double\":\"1\"",
                "\"double\":1e400",
                "\"double\":-1e999999", "\"double\":1e9999999999", "\"flag\":1", "\"flag\":\"true\"", "\"data\":\"a\"",
                "\"data\":\"YW I=\"", "\"data\":\"YWI\"", "\"data\":\"YW-_\"", "\"data\":1", "\"seconds\":\"1\"",
                "\"seconds\":1e400",
                "\"seconds\":1e999999999", "\"seconds\":99999999999999999999", "\"time\":1", "\"time\":\"2024\"",
                "\"time\":\"2024-02-30T00:00:00Z\"", "\"time\":\"2024-01-01T00:00:00+01:00\"", "\"list\":{}",
                "\"list\":[null]",
                "\"list\":[1]", "\"map\":[]", "\"map\":{\"k\":null}", "\"map\":{\"k\":\"1\"}", "\"union\":{}",
                "\"union\":{\"a\":\"x\",\"b\":1}", "\"union\":{\"c\":1}", "\"union\":{\"a\":\"x\",\"c\":1}",
                "\"union\":[]",
                "\"self\":[]", "\"self\":\"x\"", "\"document\":1e9999999999"
        }) {
            refused("{" + member + "}");
        }
        assertThat(take("{\"document\":1e400}").get("document")).isEqualTo(new BigDecimal("1e400"));
    }

    @Test
    void unicode() {
        refused(new byte[]{'{', '"', 't', 'e', 'x', 't', '"', ':', '"', (byte) 0xc3, '"', '}'});
        refused("{\"text\":\"a\"}".getBytes(UTF_16));
        refused("{\"text\":\"\\ud800\"}");
        refused("{\"text\":\"\\udc00\\ud800\"}");
        refused("{\"document\":{\"\\ud800\":1}}");
        refused("{\"map\":{\"\\udfff\":1}}");
        assertThat(take("{\"text\":\"\\ud83d\\ude39\"}").string("text")).isEqualTo("😹");
    }

    @Test
    void depthIsBounded() {
        refused("{\"self\":".repeat(5_000) + "{}" + "}".repeat(5_000));
        refused("{\"document\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}");
        refused("{\"unknown\":" + "[".repeat(1_000_000));
        take("{\"self\":".repeat(400) + "{}" + "}".repeat(400));
        take("{\"document\":" + "[".repeat(400) + "]".repeat(400) + "}");
    }

    @Test
    void longStringsAndNumbers() {
        String text = "x".repeat(25_000_000);
        assertThat(take("{\"text\":\"" + text + "\"}").string("text")).hasSize(25_000_000);
        refused("{\"double\":" + "1".repeat(2_000) + "}");
        refused("{\"document\":" + "1".repeat(100_000) + "}");
        refused("{\"long\":" + "0".repeat(5_000) + "}");
    }

    @Test
    void payloadOfBytesIsTakenAsItIs() {
        for (String type : new String[]{"application/json", "application/octet-stream", "text/plain; charset=x", ""}) {
            BoundInput input = bind(
                    RUNTIME, "InvokeModel", Map.of("modelId", "m"), "what%ever", "not json", "content-type", type,
                    "Accept", "image/png");
            assertThat(input.get("body")).isEqualTo("not json".getBytes(UTF_8));
            assertThat(input.string("contentType")).isEqualTo(type);
            assertThat(input.string("accept")).isEqualTo("image/png");
            assertThat(input.string("modelId")).isEqualTo("m");
        }
        assertThat(bind(RUNTIME, "InvokeModel", Map.of("modelId", "m"), null, "").get("body")).isNull();
        assertThat(bind(RUNTIME, "InvokeModelWithResponseStream", Map.of("modelId", "m"), null, "{}",
                "X-Amzn-Bedrock-Accept", "a/b", "Accept", "c/d")
                .string("accept"))
                .isEqualTo("a/b");
    }

    @Test
    void mediaTypesOfStructuredBodies() {
        String body = "{\"messages\":[]}";
        for (String type : new String[]{"application/json", "application/json; charset=utf-8",
                "Application/JSON;x=y"}) {
            assertThat(bind(RUNTIME, "Converse", Map.of("modelId", "m"), null, body, "Content-Type", type)
                    .list("messages"))
                    .isEmpty();
        }
        for (String type : new String[]{"", "text/plain", "application/jsonx", "application/x-www-form-urlencoded",
                "*/*"}) {
            assertThatThrownBy(
                    () -> bind(RUNTIME, "Converse", Map.of("modelId", "m"), null, body, "Content-Type", type))
                    .isInstanceOf(UnsupportedMediaTypeException.class);
        }
        assertThatThrownBy(() -> bind(RUNTIME, "Converse", Map.of("modelId", "m"), null, body))
                .isInstanceOf(UnsupportedMediaTypeException.class);
        assertThatThrownBy(() -> bind(
                RUNTIME, "Converse", Map.of("modelId", "m"), null, body, "Content-Type", "application/json",
                "Content-Encoding", "gzip"))
                .isInstanceOf(UnsupportedMediaTypeException.class);
        assertThat(bind(RUNTIME, "Converse", Map.of("modelId", "m"), null, "").asMap())
                .isEqualTo(Map.of("modelId", "m"));
    }

    @Test
    void acceptableTypes() {
        for (String accept : new String[]{"", "*/*", "application/*", "application/json",
                "text/html, application/json;q=0.9"}) {
            bind(RUNTIME, "Converse", Map.of("modelId", "m"), null, "", "Accept", accept);
        }
        bind(RUNTIME, "ConverseStream", Map.of("modelId", "m"), null, "", "Accept",
                "application/vnd.amazon.eventstream");
        assertThatThrownBy(() -> bind(RUNTIME, "Converse", Map.of("modelId", "m"), null, "", "Accept", "text/html"))
                .isInstanceOf(NotAcceptableException.class);
    }

    @Test
    void queries() {
        BoundInput input = bind(
                RUNTIME, "ListAsyncInvokes", Map.of(), "maxResults=5&&submitTimeAfter=2024-01-01T00%3A00%3A00Z&other",
                "");
        assertThat(input.integer("maxResults")).isEqualTo(5);
        assertThat(input.get("submitTimeAfter")).isEqualTo(Instant.parse("2024-01-01T00:00:00Z"));
        assertThat(bind(CONTROL, "ListFoundationModels", Map.of(), "byProvider=a+b%20c", "").string("byProvider"))
                .isEqualTo("a+b c");
        for (String query : new String[]{"maxResults=x", "maxResults=", "maxResults=1.0", "submitTimeAfter=0"}) {
            assertThatThrownBy(() -> bind(RUNTIME, "ListAsyncInvokes", Map.of(), query, ""))
                    .isInstanceOf(SerializationException.class);
        }
        assertThatThrownBy(() -> bind(RUNTIME, "ListAsyncInvokes", Map.of(), "a=%00", ""))
                .isInstanceOf(ValidationException.class);
    }

    @Test
    void idempotencyTokensAreFilledIn() {
        String member = "clientRequestToken";
        assertThat(bind(CONTROL, "CreateGuardrail", Map.of(), null, "").string(member)).isEqualTo("token");
        assertThat(bind(CONTROL, "CreateGuardrail", Map.of(), null, "{\"clientRequestToken\":\"mine\"}", "content-type",
                "application/json")
                .string(member))
                .isEqualTo("mine");
    }

    @Test
    void whatIsQuotedCanBeWritten() {
        String long63 = "k".repeat(63);
        SerializationException failure = catchThrowableOfType(SerializationException.class,
                () -> take("{\"time\":\"" + long63 + "😹\"}"));
        assertThat(new String(ErrorWriter.body(failure), UTF_8))
                .isEqualTo("{\"message\":\"Not a timestamp: " + long63 + "...\"}");
    }
}
