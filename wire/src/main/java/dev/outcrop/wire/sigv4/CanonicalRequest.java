package dev.outcrop.wire.sigv4;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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
        Map<String, String> values = signedValues(signedHeaders, headers);
        for (String name : signedHeaders) {
            text.append(name).append(':').append(value(name, values)).append('\n');
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

    private static String value(String name, Map<String, String> values) {
        String value = values.get(name);
        if (value == null && name.equals(HOST)) {
            value = values.get(AUTHORITY);
        } else if (value == null && name.equals(AUTHORITY)) {
            value = values.get(HOST);
        }
        return value == null ? "" : value;
    }

    /** The values of signed headers by name, in one pass: who is not known yet chooses how many there are of both. */
    private static Map<String, String> signedValues(
            List<String> signedHeaders, Iterable<Map.Entry<String, String>> headers) {
        Set<String> signed = new HashSet<>(signedHeaders);
        if (signed.contains(HOST) || signed.contains(AUTHORITY)) {
            signed.add(HOST);
            signed.add(AUTHORITY);
        }
        Map<String, String> values = HashMap.newHashMap(signed.size());
        Map<String, StringJoiner> repeated = new HashMap<>();
        for (Map.Entry<String, String> header : headers) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (signed.contains(name)) {
                String value = collapse(header.getValue());
                String earlier = values.putIfAbsent(name, value);
                if (earlier != null) {
                    repeated.computeIfAbsent(name, first -> new StringJoiner(",").add(earlier)).add(value);
                }
            }
        }
        repeated.forEach((name, all) -> values.put(name, all.toString()));
        return values;
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
