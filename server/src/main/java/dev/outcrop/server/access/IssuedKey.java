package dev.outcrop.server.access;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/** A credential that has just been made: the only time that its secret can be seen. */
public sealed interface IssuedKey {

    /** Its id, which is no secret. */
    String id();

    /**
     * A key pair, to sign with.
     *
     * @param sessionToken null when it is not temporary
     * @param expiresAt null when it is not temporary
     */
    record Pair(String id, String secretAccessKey, @Nullable String sessionToken, @Nullable Instant expiresAt)
            implements
                IssuedKey {

        /** Without the secret. */
        @Override
        public String toString() {
            return "Pair[" + id + "]";
        }
    }

    /**
     * An API key, to send along.
     *
     * @param expiresAt null for never
     */
    record Bearer(String id, String token, @Nullable Instant expiresAt) implements IssuedKey {

        /** Without the secret. */
        @Override
        public String toString() {
            return "Bearer[" + id + "]";
        }
    }
}
