package dev.outcrop.families.testing;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;

import dev.outcrop.families.Families;
import dev.outcrop.families.Invocation;
import dev.outcrop.families.InvocationContext;
import dev.outcrop.families.TextInvocation;
import dev.outcrop.families.testing.ScriptedGeneration.Chunk;
import dev.outcrop.wire.error.ValidationException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Calls with a clock that stands and dice that always fall the same. */
public final class Calls {

    /** What {@code x-amzn-RequestId} would be. */
    public static final String REQUEST_ID = "0a1b2c3d-0000-4000-8000-000000000001";

    /** Seconds since 1970 that answers carry. */
    public static final long CREATED = 1_759_813_667L;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final Families FAMILIES = new Families(Calls::noChance, () -> Instant.ofEpochSecond(CREATED));

    private Calls() {}

    /** {@link RandomGenerator#nextLong}: zero, so that ids are made of zeros. */
    private static long noChance() {
        return 0;
    }

    /** Reads JSON as the server does. */
    public static JsonNode json(String text) {
        return JSON.readTree(text);
    }

    /** What the family of a model makes of a body; single quotes stand for double ones. */
    public static TextInvocation call(String modelId, String body) {
        return call(modelId, json(body.replace('\'', '"')), false);
    }

    /** The same for the streaming operation. */
    public static TextInvocation streamingCall(String modelId, String body) {
        return call(modelId, json(body.replace('\'', '"')), true);
    }

    /** What the family of a text model makes of a body. */
    public static TextInvocation call(String modelId, JsonNode body, boolean streaming) {
        return (TextInvocation) invocation(modelId, body, streaming);
    }

    /** What the family of a model of any kind makes of a body. */
    public static Invocation invocation(String modelId, JsonNode body, boolean streaming) {
        InvocationContext context = new InvocationContext(modelId, "us." + modelId, REQUEST_ID, streaming);
        return FAMILIES.of(modelId).parse(context, body);
    }

    /** What the family of a model makes of a body, quotes as they stand. */
    public static TextInvocation parse(String modelId, String body) {
        return call(modelId, json(body), false);
    }

    /** The response body of a call. */
    public static String whole(String modelId, String body, ScriptedGeneration answer) {
        return answer.body(parse(modelId, body));
    }

    /** The chunks of a streamed call. */
    public static List<Chunk> streamed(String modelId, String body, ScriptedGeneration answer) {
        return answer.stream(parse(modelId, body));
    }

    /** The chunks of a call that a guardrail blocked. */
    public static List<Chunk> blocked(String modelId, String body, String message) {
        return ScriptedGeneration.blocked(parse(modelId, body), message);
    }

    /** What the caller of a refused request reads. */
    public static String refusal(String modelId, String body) {
        ValidationException refusal = catchThrowableOfType(
                ValidationException.class,
                () -> invocation(modelId, json(body), false));
        if (refusal == null) {
            throw new AssertionError("Accepted by " + modelId + ": " + body);
        }
        return refusal.message();
    }

    /** The text around the details of a body that breaks the schema. */
    public static String malformed(String details) {
        return "Malformed input request: " + details + ", please reformat your input and try again.";
    }

    /** Bytes as text. */
    public static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
