package dev.outcrop.access.identity;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.outcrop.wire.sigv4.CredentialScope;
import dev.outcrop.wire.sigv4.SigningKey;
import org.jspecify.annotations.Nullable;

/**
 * An access key and whom it stands for. Thread-safe; never shows its secret.
 *
 * <p>Keeps the signing keys derived from its secret, a handful: a day or two per region, and a week of days for presigned
 * URLs. They end with this object, so a key that is revoked leaves none behind.
 */
public final class AccessKey {
    private static final int MOST_SIGNING_KEYS = 32;

    private final String id;
    private final String secretAccessKey;
    private final @Nullable Session session;
    private final Principal principal;
    private final Map<CredentialScope, SigningKey> signingKeys = new ConcurrentHashMap<>();

    /**
     * What makes a key temporary.
     *
     * @param tokenHash SHA-256 of the session token; it is random and long, so its hash needs no salt
     * @param expiresAt the first moment at which it is no longer good
     */
    @SuppressWarnings("ArrayRecordComponent") // never changed, compared by who knows how
    public record Session(byte[] tokenHash, Instant expiresAt) {}

    /**
     * @param session null for a long-term key
     * @param principal as it is proved by this key
     */
    public AccessKey(String id, String secretAccessKey, @Nullable Session session, Principal principal) {
        this.id = id;
        this.secretAccessKey = secretAccessKey;
        this.session = session;
        this.principal = principal;
    }

    /** The access key id. */
    public String id() {
        return id;
    }

    /** Whom it stands for. */
    public Principal principal() {
        return principal;
    }

    /** What makes it temporary, or null. */
    public @Nullable Session session() {
        return session;
    }

    /** The key that signs in a scope. The caller has checked region and date: they bound how many there are. */
    public SigningKey signingKey(CredentialScope scope) {
        SigningKey known = signingKeys.get(scope);
        if (known != null) {
            return known;
        }
        if (signingKeys.size() >= MOST_SIGNING_KEYS) {
            signingKeys.clear();
        }
        return signingKeys.computeIfAbsent(scope, wanted -> SigningKey.derive(secretAccessKey, wanted));
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "AccessKey[" + id + "]";
    }
}
