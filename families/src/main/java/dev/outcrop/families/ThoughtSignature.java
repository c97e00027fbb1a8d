package dev.outcrop.families;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The signature of Claude's thoughts as it grows: base64 of their SHA-256. The service's are opaque and prove that it wrote
 * the thoughts; these prove nothing, and those that come back are not looked at. Not thread-safe.
 */
public final class ThoughtSignature {
    private final MessageDigest digest;

    /** Of no thoughts yet. */
    public ThoughtSignature() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Of whole thoughts. */
    public static String of(String thoughts) {
        return new ThoughtSignature().add(thoughts).text();
    }

    /** Adds what was thought next. */
    public ThoughtSignature add(String thoughts) {
        digest.update(thoughts.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Of all that was added; begins anew. */
    public String text() {
        return Base64.getEncoder().encodeToString(digest.digest());
    }
}
