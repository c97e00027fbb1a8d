package dev.outcrop.server.control;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import dev.outcrop.store.scope.IdempotencyToken;
import dev.outcrop.wire.bind.BoundInput;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The tokens by which repeated calls are known. */
public final class RequestTokens {
    private static final String TOKEN = "clientRequestToken";
    private static final JsonMapper SORTED = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private RequestTokens() {}

    /** The token of a call, tied to its other parameters, in whatever order they came; a new one when it has none. */
    public static IdempotencyToken of(BoundInput input) {
        Map<String, Object> parameters = new LinkedHashMap<>(input.asMap());
        Object token = parameters.remove(TOKEN);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(SORTED.writeValueAsBytes(parameters));
            return new IdempotencyToken(
                    token == null ? UUID.randomUUID().toString() : (String) token, HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
