package dev.outcrop.access.key;

import java.util.Base64;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A long-term API key: {@code ABSK} and, in Base64, a public alias and a secret with a colon between them.
 *
 * @param alias at most 200 characters, no colon
 */
public record LongTermKey(String alias, String secret) {

    /** What such a token begins with. */
    public static final String PREFIX = "ABSK";

    private static final int MOST_CHARACTERS = 2_048;
    private static final int MOST_ALIAS = 200;

    /**
     * Reads a token.
     *
     * @param token begins with {@link #PREFIX}
     * @throws dev.outcrop.wire.error.AccessDeniedException when it has not the form of one
     */
    static LongTermKey read(String token) {
        if (token.length() > MOST_CHARACTERS) {
            throw ApiKeys.invalid();
        }
        String both = ApiKeys.decoded(token.substring(PREFIX.length()));
        int colon = both.indexOf(':');
        if (colon <= 0 || colon > MOST_ALIAS) {
            throw ApiKeys.invalid();
        }
        return new LongTermKey(both.substring(0, colon), both.substring(colon + 1));
    }

    /** The token as callers send it. */
    public String token() {
        return PREFIX + Base64.getEncoder().encodeToString((alias + ":" + secret).getBytes(UTF_8));
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "LongTermKey[" + alias + "]";
    }
}
