package dev.outcrop.access.identity;

import java.time.Instant;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * A long-term API key and whom it stands for. Thread-safe.
 *
 * @param alias the public part of the token
 * @param secret whether a secret is this key's; compares in constant time
 * @param expiresAt the first moment at which it is no longer good; null for never
 * @param principal as it is proved by this key
 */
public record ApiKey(String alias, Predicate<String> secret, @Nullable Instant expiresAt, Principal principal) {

    /** Without the secret. */
    @Override
    public String toString() {
        return "ApiKey[" + alias + "]";
    }
}
