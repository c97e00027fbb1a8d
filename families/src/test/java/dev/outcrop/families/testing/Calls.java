package dev.outcrop.families.testing;

import java.time.Instant;
import java.util.random.RandomGenerator;

import dev.outcrop.families.Families;
import dev.outcrop.families.InvocationContext;
import dev.outcrop.families.TextInvocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls with a clock that stands and dice that always fall the same. */
public final class Calls {

    /** What {@code x-amzn-RequestId} would be. */
    public static final String REQUEST_ID = "0a1b2c3d-0000-4000-8000-000000000001";

    /** Seconds since 1970 that answers carry. */
    public static final long CREATED = 1_759_813_667L;

    private static final JsonMapper JSON = JsonMapper.builder()
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

    /** What the family of a model makes of a body. */
    public static TextInvocation call(String modelId, JsonNode body, boolean streaming) {
        InvocationContext context = new InvocationContext(modelId, "us." + modelId, REQUEST_ID, streaming);
        return switch (FAMILIES.of(modelId).parse(context, body)) {
            case TextInvocation text -> text;
        };
    }
}
