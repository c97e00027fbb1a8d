package dev.outcrop.access.signature;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.outcrop.wire.error.IncompleteSignatureException;
import dev.outcrop.wire.sigv4.Signatures;
import org.jspecify.annotations.Nullable;

/** Reads claims from the query of a presigned URL. */
public final class QueryClaim {

    /** The parameter that makes a query a claim. */
    public static final String ALGORITHM = "X-Amz-Algorithm";

    static final String SECURITY_TOKEN = "X-Amz-Security-Token";
    static final String CONTENT_HASH = "X-Amz-Content-Sha256";

    private static final String PREFIX = "X-Amz-";
    private static final String EXPIRES = "X-Amz-Expires";
    private static final List<String> REQUIRED = List.of(
            ALGORITHM, "X-Amz-Credential", "X-Amz-Signature", "X-Amz-SignedHeaders", "X-Amz-Date", EXPIRES);

    /** Longest life of a presigned URL, seconds. */
    private static final int MOST_SECONDS = 604_800;

    private static final int MOST_DIGITS = 6;

    private QueryClaim() {}

    /**
     * Reads a claim.
     *
     * @param rawQuery as received
     * @throws IncompleteSignatureException when it is not whole
     */
    public static Claim read(String rawQuery) {
        Map<String, String> parameters = parameters(rawQuery);
        for (String name : REQUIRED) {
            if (!parameters.containsKey(name)) {
                throw new IncompleteSignatureException("AWS query-string parameters must include '" + name
                        + "'. Re-examine the query-string parameters.");
            }
        }
        String algorithm = get(parameters, ALGORITHM);
        if (!algorithm.equals(Signatures.ALGORITHM)) {
            throw SignatureVerifier.unsupported(algorithm);
        }
        return Claim.of(
                get(parameters, "X-Amz-Credential"),
                get(parameters, "X-Amz-Date"),
                lifetime(get(parameters, EXPIRES)),
                get(parameters, "X-Amz-SignedHeaders"),
                get(parameters, "X-Amz-Signature"),
                parameters.get(SECURITY_TOKEN));
    }

    /** Whether a query makes a claim. */
    public static boolean isPresent(@Nullable String rawQuery) {
        return rawQuery != null && rawQuery.contains(PREFIX) && parameters(rawQuery).containsKey(ALGORITHM);
    }

    /** A parameter of the signature, decoded, or null. */
    static @Nullable String parameter(@Nullable String rawQuery, String name) {
        return rawQuery == null ? null : parameters(rawQuery).get(name);
    }

    /** A query without one parameter. */
    static String without(String rawQuery, String name) {
        StringBuilder kept = new StringBuilder(rawQuery.length());
        for (String part : rawQuery.split("&", -1)) {
            if (!part.startsWith(name + "=")) {
                kept.append(kept.isEmpty() ? "" : "&").append(part);
            }
        }
        return kept.toString();
    }

    private static Map<String, String> parameters(String rawQuery) {
        Map<String, String> parameters = new HashMap<>();
        for (String part : rawQuery.split("&", -1)) {
            int equals = part.indexOf('=');
            String name = equals < 0 ? part : part.substring(0, equals);
            if (name.startsWith(PREFIX)
                    && parameters.put(name, equals < 0 ? "" : decoded(part.substring(equals + 1))) != null) {
                throw new IncompleteSignatureException(
                        "AWS query-string parameters must not be repeated: '" + Claim.shortened(name) + "'.");
            }
        }
        return parameters;
    }

    private static Duration lifetime(String seconds) {
        if (!seconds.isEmpty() && seconds.length() <= MOST_DIGITS
                && seconds.chars().allMatch(c -> c >= '0' && c <= '9')) {
            int value = Integer.parseInt(seconds);
            if (value >= 1 && value <= MOST_SECONDS) {
                return Duration.ofSeconds(value);
            }
        }
        throw new IncompleteSignatureException("X-Amz-Expires must be a number of seconds from 1 to " + MOST_SECONDS
                + ".");
    }

    private static String get(Map<String, String> parameters, String name) {
        return String.valueOf(parameters.get(name));
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IncompleteSignatureException("A query-string parameter is not percent-encoded correctly.");
        }
    }
}
