package dev.outcrop.access.testing;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.outcrop.access.identity.AccessKey;
import dev.outcrop.access.identity.ApiKey;
import dev.outcrop.access.identity.Credential;
import dev.outcrop.access.identity.Keyring;
import dev.outcrop.access.identity.Principal;
import dev.outcrop.access.policy.PolicySet;
import dev.outcrop.access.signature.SignatureVerifier;
import org.jspecify.annotations.Nullable;

/** Keys by id. The pair is the one that AWS publishes as an example. */
public final class ExampleKeys implements Keyring {
    public static final String ID = "AKIDEXAMPLE";
    public static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    private final Map<String, AccessKey> accessKeys = new HashMap<>();
    private final Map<String, ApiKey> apiKeys = new HashMap<>();

    /** The example pair, long-term or with a session token that never expires. */
    public static ExampleKeys pair(@Nullable String sessionToken) {
        return pair(sessionToken, Instant.MAX);
    }

    /** The example pair with a session token. */
    public static ExampleKeys pair(@Nullable String sessionToken, Instant expiresAt) {
        ExampleKeys keys = new ExampleKeys();
        keys.accessKeys.put(ID, new AccessKey(
                ID,
                SECRET,
                sessionToken == null
                        ? null
                        : new AccessKey.Session(SignatureVerifier.tokenHash(sessionToken), expiresAt),
                principal(Credential.Means.SIGV4, ID)));
        return keys;
    }

    /** With a long-term API key too. */
    public ExampleKeys with(ApiKey key) {
        apiKeys.put(key.alias(), key);
        return this;
    }

    /** A user that is proved by some means. */
    public static Principal principal(Credential.Means means, String id) {
        return new Principal(
                Principal.Kind.USER,
                "123456789012",
                "arn:aws:iam::123456789012:user/alice",
                "AIDAEXAMPLE",
                "alice",
                Map.of("team", "blue"),
                new Credential(means, id, null),
                PolicySet.root(List.of()));
    }

    @Override
    public @Nullable AccessKey accessKey(String id) {
        return accessKeys.get(id);
    }

    @Override
    public @Nullable ApiKey apiKey(String alias) {
        return apiKeys.get(alias);
    }
}
