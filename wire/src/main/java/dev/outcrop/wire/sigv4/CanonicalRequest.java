package dev.outcrop.wire.sigv4;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

import org.jspecify.annotations.Nullable;

/** A request in the one form that client and service both compute. */
public final class CanonicalRequest {
    private static final String SIGNATURE_PARAMETER = "X-Amz-Signature";
    private static final String HOST = "host";
    private static final String AUTHORITY = ":authority";

    private CanonicalRequest() {}

    /**
     * The canonical request.
     *
     * <p>{@code host} is taken from {@code Host} or else {@code :authority}, and {@code :authority} from itself or else
     * {@code Host}: some clients sign over HTTP/2 what is not sent by that name. A signed header that is absent counts
     * as empty.
     *
     * @param method upper case
     * @param rawPath as received, nothing decoded
     * @param rawQuery as received, without the question mark; null when there is none
     * @param headers as received; names in any case
     * @param signedHeaders names in lower case, in the order the client gave
     * @param payloadHash the last line: a hash or one of the literals that stand for one
     */
    public static String of(
            String method,
            String rawPath,
            @Nullable String rawQuery,
            Iterable<Map.Entry<String, String>> headers,
            List<String> signedHeaders,
            String payloadHash) {
        StringBuilder text = new StringBuilder(512)
                .append(method).append('\n').append(path(rawPath)).append('\n').append(query(rawQuery)).append('\n');
        for (String name : signedHeaders) {
            text.append(name).append(':').append(header(name, headers)).append('\n');
        }
        return text.append('\n').append(String.join(";", signedHeaders)).append('\n').append(payloadHash).toString();
    }

    /**
     * The canonical path: dot segments and empty segments removed, then every byte outside the unreserved set encoded.
     * What the client had encoded is encoded again, so {@code %3A} becomes {@code %253A}.
     */
    static String path(String rawPath) {
        List<String> kept = new ArrayList<>();
        String[] segments = rawPath.split("/", -1);
        for (String segment : segments) {
            switch (segment) {
                case "", "." -> {
                    // leaves nothing behind
                }
                case ".." -> {
                    if (!kept.isEmpty()) {
                        kept.removeLast();
                    }
                }
                default -> kept.add(segment);
            }
        }
        String last = segments[segments.length - 1];
        boolean slashAtEnd = last.isEmpty() || last.equals(".") || last.equals("..");
        StringJoiner path = new StringJoiner("/", "/", slashAtEnd && !kept.isEmpty() ? "/" : "");
        kept.forEach(segment -> path.add(UriEncoding.encode(segment)));
        return path.toString();
    }

    /** The canonical query: each part decoded once and encoded again, sorted, without the signature itself. */
    static String query(@Nullable String rawQuery) {
        if (rawQuery == null || rawQuery.isEmpty()) {
            return "";
        }
        List<Map.Entry<String, String>> parameters = new ArrayList<>();
        for (String part : rawQuery.split("&")) {
            int equals = part.indexOf('=');
            String name = UriEncoding.normalize(equals < 0 ? part : part.substring(0, equals));
            String value = equals < 0 ? "" : UriEncoding.normalize(part.substring(equals + 1));
            if (!part.isEmpty() && !name.equals(SIGNATURE_PARAMETER)) {
                parameters.add(Map.entry(name, value));
            }
        }
        parameters.sort(Map.Entry.<String, String>comparingByKey().thenComparing(Map.Entry.comparingByValue()));
        StringJoiner query = new StringJoiner("&");
        parameters.forEach(parameter -> query.add(parameter.getKey() + "=" + parameter.getValue()));
        return query.toString();
    }

    private static String header(String name, Iterable<Map.Entry<String, String>> headers) {
        String value = joined(name, headers);
        if (value == null && name.equals(HOST)) {
            value = joined(AUTHORITY, headers);
        } else if (value == null && name.equals(AUTHORITY)) {
            value = joined(HOST, headers);
        }
        return value == null ? "" : value;
    }

    private static @Nullable String joined(String name, Iterable<Map.Entry<String, String>> headers) {
        StringJoiner values = new StringJoiner(",");
        boolean found = false;
        for (Map.Entry<String, String> header : headers) {
            if (header.getKey().toLowerCase(Locale.ROOT).equals(name)) {
                values.add(collapse(header.getValue()));
                found = true;
            }
        }
        return found ? values.toString() : null;
    }

    /** Without white space at the ends, and with one space for every run of spaces. */
    private static String collapse(String value) {
        String stripped = value.strip();
        StringBuilder text = new StringBuilder(stripped.length());
        for (int i = 0; i < stripped.length(); i++) {
            char c = stripped.charAt(i);
            if (c != ' ' || stripped.charAt(i - 1) != ' ') {
                text.append(c);
            }
        }
        return text.toString();
    }
}
