package dev.outcrop.server.relay;

import org.jspecify.annotations.Nullable;

/**
 * What requests are signed with.
 *
 * @param sessionToken null for long-term credentials
 */
public record Credentials(String accessKeyId, String secretAccessKey, @Nullable String sessionToken) {

    /** Without the secrets. */
    @Override
    public String toString() {
        return "Credentials[" + accessKeyId + "]";
    }
}
