package dev.outcrop.server.runtime;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.outcrop.wire.error.ValidationException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
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

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** @throws ValidationException when the bytes are not one JSON object in UTF-8 */
    public static NativeBody parse(byte[] body) {
        JsonNode root;
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
            root = JSON.readTree(text);
        } catch (CharacterCodingException | JacksonException e) {
            throw new ValidationException(MALFORMED);
        }
        if (!(root instanceof ObjectNode object)) {
            throw new ValidationException(MALFORMED);
        }
        JsonNode guardrail = object.get(GUARDRAIL_CONFIG);
        List.copyOf(object.propertyNames()).stream().filter(name -> name.startsWith(SERVICE_PREFIX))
                .forEach(object::remove);
        return new NativeBody(object, guardrail);
    }
}
