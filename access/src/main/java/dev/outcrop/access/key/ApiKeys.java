package dev.outcrop.access.key;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;

import dev.outcrop.access.identity.ApiKey;
import dev.outcrop.access.identity.Credential;
import dev.outcrop.access.identity.Keyring;
import dev.outcrop.access.identity.Principal;
import dev.outcrop.access.signature.SignatureVerifier;
import dev.outcrop.wire.error.AccessDeniedException;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Checks bearer tokens. Thread-safe; does not block. What they may be used for is not decided here. */
public final class ApiKeys {
    private final ShortTermKey shortTerm;
    private final InstantSource clock;

    public ApiKeys(SignatureVerifier signatures, InstantSource clock) {
        this.shortTerm = new ShortTermKey(signatures, clock);
        this.clock = clock;
    }

    /**
     * Whom a token stands for.
     *
     * @throws AccessDeniedException when it is not good
     */
    public Principal verify(String token, Keyring keyring) {
        if (token.startsWith(ShortTermKey.PREFIX)) {
            SignatureVerifier.Verified verified = shortTerm.verify(token, keyring);
            Principal principal = verified.key().principal();
            return principal.provedBy(new Credential(
                    Credential.Means.SHORT_TERM_KEY, verified.key().id(), principal.credential().issuedAt()));
        }
        if (token.startsWith(LongTermKey.PREFIX)) {
            return longTerm(LongTermKey.read(token), keyring);
        }
        throw AccessDeniedException.ofApiKey("Invalid API Key format: Must start with pre-defined prefix");
    }

    private Principal longTerm(LongTermKey key, Keyring keyring) {
        ApiKey known = keyring.apiKey(key.alias());
        if (known == null || !known.secret().test(key.secret())) {
            throw invalid();
        }
        Instant expiresAt = known.expiresAt();
        if (expiresAt != null && !clock.instant().isBefore(expiresAt)) {
            throw expired();
        }
        return known.principal();
    }

    static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), UTF_8);
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
    }

    static AccessDeniedException invalid() {
        return AccessDeniedException.ofApiKey("Authentication failed: Please make sure your API Key is valid.");
    }

    static AccessDeniedException expired() {
        return AccessDeniedException.ofApiKey("Bearer Token has expired");
    }
}
