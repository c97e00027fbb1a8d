package dev.outcrop.store.access;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A credential.
 *
 * @param owner a user, a role or the account itself
 * @param sessionName of temporary credentials, else null
 * @param secret sealed or hashed; empty once it is revoked
 * @param tokenHash of temporary credentials: SHA-256 of the session token in Base64, else null
 * @param alias public part of an API key, else null
 * @param expiresAt null for never
 */
public record StoredCredential(
        String id,
        Kind kind,
        Target owner,
        @Nullable String sessionName,
        Status status,
        String secret,
        @Nullable String tokenHash,
        @Nullable String alias,
        Instant createdAt,
        @Nullable Instant expiresAt) {

    /** Kinds of credentials. */
    public enum Kind {
        ACCESS_KEY,
        /** Temporary credentials of a role. */
        SESSION, API_KEY
    }

    /** Whether it is good. */
    public enum Status {
        ACTIVE, INACTIVE,
        /** For ever; its secret is gone. */
        REVOKED
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "StoredCredential[" + id + ", " + kind + ", " + status + "]";
    }
}
