package dev.outcrop.server.access;

import java.util.Base64;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** Ids and secrets of new credentials, in the form of IAM's. */
final class KeyMaterial {
    private static final String ID_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int ID_CHARACTERS = 16;
    private static final int SECRET_BYTES = 30;
    private static final int TOKEN_BYTES = 96;
    private static final int ALIAS_CHARACTERS = 4;

    private final RandomGenerator random;

    /** @param random cryptographically strong */
    KeyMaterial(RandomGenerator random) {
        this.random = random;
    }

    /** An id: a prefix of four letters and 80 random bits. */
    String id(String prefix) {
        return prefix + characters(ID_CHARACTERS);
    }

    /** A secret: 240 random bits, 40 characters. */
    String secret() {
        return base64(SECRET_BYTES);
    }

    /** A session token. */
    String sessionToken() {
        return base64(TOKEN_BYTES);
    }

    /** The random part of an API key's public alias. */
    String aliasSuffix() {
        return characters(ALIAS_CHARACTERS).toLowerCase(Locale.ROOT);
    }

    private String characters(int count) {
        StringBuilder id = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            id.append(ID_ALPHABET.charAt(random.nextInt(ID_ALPHABET.length())));
        }
        return id.toString();
    }

    private String base64(int bytes) {
        byte[] secret = new byte[bytes];
        random.nextBytes(secret);
        return Base64.getEncoder().encodeToString(secret);
    }
}
