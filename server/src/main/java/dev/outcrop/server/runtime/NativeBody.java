package dev.outcrop.server.runtime;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import dev.outcrop.wire.error.ValidationException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A native request body with the service's own members taken out.
 *
 * @param json what the family reads
 * @param guardrailConfig the member {@code amazon-bedrock-guardrailConfig}, or null
 */
public record NativeBody(JsonNode json, @Nullable JsonNode guardrailConfig) {

    private static final String MALFORMED = "Malformed input request, please reformat your input and try again.";
    private static final String SERVICE_PREFIX = "amazon-bedrock-";
    private static final String GUARDRAIL_CONFIG = SERVICE_PREFIX + "guardrailConfig";

    private static final char REPLACEMENT = '\uFFFD';

    /** Buffers per thread: a pool that all threads share costs more than reading a short body does. */
    private static final JsonMapper JSON = JsonMapper
            .builder(JsonFactory.builder().recyclerPool(JsonRecyclerPools.threadLocalPool()).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** @throws ValidationException when the bytes are not one JSON object in UTF-8 */
    public static NativeBody parse(byte[] body) {
        JsonNode root;
        try {
            root = JSON.readTree(text(body));
        } catch (CharacterCodingException | JacksonException e) {
            throw new ValidationException(MALFORMED);
        }
        if (!(root instanceof ObjectNode object)) {
            throw new ValidationException(MALFORMED);
        }
        JsonNode guardrail = object.get(GUARDRAIL_CONFIG);
        object.propertyNames().removeIf(name -> name.startsWith(SERVICE_PREFIX));
        return new NativeBody(object, guardrail);
    }

    /** What does not decode is replaced; only a text with replacements is worth asking whether they were the caller's own. */
    private static String text(byte[] body) throws CharacterCodingException {
        String text = new String(body, StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0
                ? text
                : StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    }
}
