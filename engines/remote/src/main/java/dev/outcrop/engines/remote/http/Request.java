package dev.outcrop.engines.remote.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What is asked.
 *
 * @param path from the server's root, with its query if any
 * @param headers all but {@code Host} and {@code Content-Length}
 * @param body null for none
 */
public record Request(String method, String path, List<Map.Entry<String, String>> headers, byte @Nullable [] body) {

    /**
     * JSON to POST.
     *
     * @param accept the wanted content type
     * @param authorization value of the {@code Authorization} header, or null for none
     */
    public static Request post(String path, byte[] json, String accept, @Nullable String authorization) {
        List<Map.Entry<String, String>> headers = headers(accept, authorization);
        headers.add(Map.entry("content-type", "application/json"));
        return new Request("POST", path, headers, json);
    }

    /** A GET of anything. */
    public static Request get(String path, @Nullable String authorization) {
        return new Request("GET", path, headers("*/*", authorization), null);
    }

    private static List<Map.Entry<String, String>> headers(String accept, @Nullable String authorization) {
        List<Map.Entry<String, String>> headers = new ArrayList<>(4);
        headers.add(Map.entry("accept", accept));
        headers.add(Map.entry("user-agent", "outcrop"));
        if (authorization != null) {
            headers.add(Map.entry("authorization", authorization));
        }
        return headers;
    }

    /** Without the headers, which may hold credentials. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
