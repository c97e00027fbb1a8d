package dev.outcrop.wire.sigv4;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Strings to sign and hashes of Signature Version 4. */
public final class Signatures {

    /** The name of the algorithm, first line of every string to sign of a request. */
    public static final String ALGORITHM = "AWS4-HMAC-SHA256";
    /** The hash of an empty payload. */
    public static final String EMPTY_PAYLOAD_HASH = sha256(new byte[0]);

    private Signatures() {}

    /**
     * The string to sign of a request, the same for the header and the presigned form.
     *
     * @param amzDate the value of {@code X-Amz-Date} as it was sent
     * @param canonicalRequest from {@link CanonicalRequest}
     */
    public static String stringToSign(String amzDate, CredentialScope scope, String canonicalRequest) {
        return ALGORITHM + "\n" + amzDate + "\n" + scope + "\n" + sha256(canonicalRequest.getBytes(UTF_8));
    }

    /** SHA-256 in lower-case hexadecimal digits. */
    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** Compares signatures or hashes in time that does not tell where they differ. */
    public static boolean matches(String expected, String actual) {
        return MessageDigest.isEqual(expected.getBytes(UTF_8), actual.getBytes(UTF_8));
    }
}
