package dev.outcrop.wire.sigv4;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A key derived from a secret for one day, region and service; deriving costs four hashes, so keep it. Thread-safe.
 *
 * <p>Source: AWS IAM user guide, "Create a signed AWS API request".
 */
public final class SigningKey {
    private static final String HMAC = "HmacSHA256";

    private final SecretKeySpec key;

    private SigningKey(byte[] key) {
        this.key = new SecretKeySpec(key, HMAC);
    }

    /** The key of a secret access key in a scope. */
    public static SigningKey derive(String secretAccessKey, CredentialScope scope) {
        byte[] key = ("AWS4" + secretAccessKey).getBytes(UTF_8);
        for (String part : new String[]{scope.date(), scope.region(), scope.service(), CredentialScope.TERMINATOR}) {
            key = hmac(new SecretKeySpec(key, HMAC), part);
        }
        return new SigningKey(key);
    }

    /** The signature of a string to sign: 64 lower-case hexadecimal digits. */
    public String sign(String stringToSign) {
        return HexFormat.of().formatHex(hmac(key, stringToSign));
    }

    private static byte[] hmac(SecretKeySpec key, String text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + HMAC, e);
        }
    }

    @Override
    public String toString() {
        return "SigningKey"; // never the key
    }
}
