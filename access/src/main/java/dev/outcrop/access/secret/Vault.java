package dev.outcrop.access.secret;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Seals what must be read again and hashes what need not, under keys derived from one that is kept elsewhere. Thread-safe.
 *
 * <p>The secret of an access key has to be recovered to check signatures: it is sealed with AES-256-GCM (NIST SP 800-38D), a
 * random nonce each, the access key's id as associated data, so that a sealed secret cannot be moved to another key. The
 * secret of an API key is only compared: its HMAC-SHA256 is kept, over a salt and the key's name. Being random and long, it
 * needs no slow hash, which every call would pay for.
 */
public final class Vault {

    /** Length of the key outside, bytes. */
    public static final int KEY_BYTES = 32;

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int SALT_BYTES = 16;
    private static final int FINGERPRINT_BYTES = 12;
    private static final String HMAC = "HmacSHA256";

    private final SecretKeySpec sealing;
    private final SecretKeySpec hashing;
    private final String fingerprint;
    private final SecureRandom random = new SecureRandom();

    /** @param key {@link #KEY_BYTES} bytes, copied */
    public Vault(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("The key has " + key.length + " bytes");
        }
        SecretKeySpec root = new SecretKeySpec(key, HMAC);
        this.sealing = new SecretKeySpec(hmac(root, "outcrop seals secrets"), "AES");
        this.hashing = new SecretKeySpec(hmac(root, "outcrop hashes API keys"), HMAC);
        byte[] name = new byte[FINGERPRINT_BYTES];
        System.arraycopy(hmac(root, "outcrop names this key"), 0, name, 0, name.length);
        this.fingerprint = Base64.getUrlEncoder().encodeToString(name);
    }

    /** Names the key without telling it: the same for the same key, 16 characters. */
    public String fingerprint() {
        return fingerprint;
    }

    /**
     * Seals a secret.
     *
     * @param name what it belongs to; needed again to open it
     */
    public String seal(String name, String secret) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, name).doFinal(secret.getBytes(UTF_8));
            byte[] both = new byte[nonce.length + sealed.length];
            System.arraycopy(nonce, 0, both, 0, nonce.length);
            System.arraycopy(sealed, 0, both, nonce.length, sealed.length);
            return Base64.getEncoder().encodeToString(both);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has AES-GCM", e);
        }
    }

    /**
     * Opens what was sealed.
     *
     * @throws VaultException when it was sealed under another key or name, or was changed
     */
    public String open(String name, String sealed) {
        try {
            byte[] both = Base64.getDecoder().decode(sealed);
            if (both.length < NONCE_BYTES) {
                throw new VaultException("The secret of " + name + " is damaged.");
            }
            byte[] nonce = new byte[NONCE_BYTES];
            System.arraycopy(both, 0, nonce, 0, NONCE_BYTES);
            return new String(
                    cipher(Cipher.DECRYPT_MODE, nonce, name).doFinal(both, NONCE_BYTES, both.length - NONCE_BYTES),
                    UTF_8);
        } catch (AEADBadTagException | IllegalArgumentException e) {
            throw new VaultException("The secret of " + name + " was sealed with another key, or is damaged.");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has AES-GCM", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String name) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, sealing, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(name.getBytes(UTF_8));
        return cipher;
    }

    /** What is kept of a secret that is only compared: salt and hash. */
    public String hash(String name, String secret) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        String text = Base64.getEncoder().encodeToString(salt);
        return text + "$" + salted(text, name, secret);
    }

    /** Whether a secret is the one that was hashed; in constant time. */
    public boolean matches(String name, String hash, String secret) {
        int dollar = hash.indexOf('$');
        String salt = dollar < 0 ? "" : hash.substring(0, dollar);
        return MessageDigest.isEqual(
                hash.substring(dollar + 1).getBytes(UTF_8), salted(salt, name, secret).getBytes(UTF_8));
    }

    /** Neither salt nor name holds the separator, so that different parts are different texts. */
    private String salted(String salt, String name, String secret) {
        return Base64.getEncoder().encodeToString(hmac(hashing, salt + "$" + name + ":" + secret));
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

    /** Without the key. */
    @Override
    public String toString() {
        return "Vault[" + fingerprint + "]";
    }
}
