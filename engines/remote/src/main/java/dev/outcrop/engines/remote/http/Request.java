package dev.outcrop.engines.remote.http;

import org.jspecify.annotations.Nullable;

/**
 * What is asked.
 *
 * @param path from the server's root
 * @param body JSON to POST, or null to GET
 * @param accept the wanted content type
 * @param authorization value of the {@code Authorization} header, or null for none
 */
public record Request(String path, byte @Nullable [] body, String accept, @Nullable String authorization) {

    /** Without the credentials. */
    @Override
    public String toString() {
        return (body == null ? "GET " : "POST ") + path;
    }
}
