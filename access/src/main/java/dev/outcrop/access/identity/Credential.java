package dev.outcrop.access.identity;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What a caller proved itself with.
 *
 * @param id the access key's or API key's id, which is no secret; empty for {@link Means#NONE}
 * @param issuedAt when temporary credentials were issued ({@code aws:TokenIssueTime}); null for long-term ones
 */
public record Credential(Means means, String id, @Nullable Instant issuedAt) {

    /** No proof was asked for. */
    public static final Credential NONE = new Credential(Means.NONE, "", null);

    /** How a caller proves itself. */
    public enum Means {
        /** A signature over the request. */
        SIGV4,
        /** A bearer token that holds a signed URL; {@code bedrock:BearerTokenType} is SHORT_TERM. */
        SHORT_TERM_KEY,
        /** A bearer token with a secret of its own; {@code bedrock:BearerTokenType} is LONG_TERM. */
        LONG_TERM_KEY,
        /** Not at all. */
        NONE;

        /** Whether the credential travelled with the call: such calls need {@code bedrock:CallWithBearerToken} too. */
        public boolean isBearer() {
            return this == SHORT_TERM_KEY || this == LONG_TERM_KEY;
        }
    }
}
