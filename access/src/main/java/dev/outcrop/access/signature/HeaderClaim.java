package dev.outcrop.access.signature;

import java.util.HashMap;
import java.util.Map;

import dev.outcrop.wire.bind.HeaderSource;
import dev.outcrop.wire.error.IncompleteSignatureException;
import dev.outcrop.wire.sigv4.Signatures;
import org.jspecify.annotations.Nullable;

/** Reads claims from {@code Authorization} and the headers beside it. */
final class HeaderClaim {
    private static final String CREDENTIAL = "Credential";
    private static final String SIGNATURE = "Signature";
    private static final String SIGNED_HEADERS = "SignedHeaders";

    private HeaderClaim() {}

    /**
     * Reads a claim.
     *
     * @param authorization begins with the algorithm
     * @throws IncompleteSignatureException when it is not whole
     */
    static Claim read(String authorization, HeaderSource headers) {
        Map<String, String> parameters = parameters(authorization);
        String amzDate = Headers.single(headers, "x-amz-date");
        if (amzDate == null) {
            amzDate = Headers.single(headers, "date");
        }
        String credential = parameters.get(CREDENTIAL);
        String signature = parameters.get(SIGNATURE);
        String signedHeaders = parameters.get(SIGNED_HEADERS);
        if (credential == null || signature == null || signedHeaders == null || amzDate == null) {
            throw new IncompleteSignatureException(missing(CREDENTIAL, credential) + missing(SIGNATURE, signature)
                    + missing(SIGNED_HEADERS, signedHeaders)
                    + (amzDate == null
                            ? "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "
                            : "")
                    + "Authorization=" + Claim.shortened(authorization));
        }
        return Claim.of(credential, amzDate, null, signedHeaders, signature,
                Headers.single(headers, "x-amz-security-token"));
    }

    private static Map<String, String> parameters(String authorization) {
        Map<String, String> parameters = new HashMap<>();
        for (String part : authorization.substring(Signatures.ALGORITHM.length()).split(",", -1)) {
            String parameter = part.strip();
            int equals = parameter.indexOf('=');
            if (equals < 0) {
                throw new IncompleteSignatureException(
                        "'" + Claim.shortened(parameter) + "' not a valid key=value pair (missing equal-sign) in"
                                + " Authorization header: '" + Claim.shortened(authorization) + "'.");
            }
            String name = parameter.substring(0, equals);
            if (parameters.put(name, parameter.substring(equals + 1)) != null) {
                throw new IncompleteSignatureException("Authorization header has more than one '"
                        + Claim.shortened(name) + "' parameter.");
            }
        }
        return parameters;
    }

    private static String missing(String name, @Nullable String value) {
        return value == null ? "Authorization header requires '" + name + "' parameter. " : "";
    }
}
