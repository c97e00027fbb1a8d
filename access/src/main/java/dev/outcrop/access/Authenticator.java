package dev.outcrop.access;

import java.time.InstantSource;
import java.util.Map;

import dev.outcrop.access.identity.Keyring;
import dev.outcrop.access.identity.Principal;
import dev.outcrop.access.key.ApiKeys;
import dev.outcrop.access.signature.QueryClaim;
import dev.outcrop.access.signature.SignatureRules;
import dev.outcrop.access.signature.SignatureVerifier;
import dev.outcrop.access.signature.SignedRequest;
import dev.outcrop.wire.error.AccessDeniedException;
import dev.outcrop.wire.error.IncompleteSignatureException;
import dev.outcrop.wire.error.MissingAuthenticationTokenException;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who sent a request: by the bearer token, the signature in the header or the signature in the query that it carries.
 * Thread-safe; does not block.
 */
public final class Authenticator {
    private static final String BEARER = "Bearer";

    private final SignatureVerifier signatures;
    private final ApiKeys apiKeys;

    public Authenticator(SignatureRules rules, InstantSource clock) {
        this.signatures = new SignatureVerifier(rules, clock);
        this.apiKeys = new ApiKeys(signatures, clock);
    }

    /**
     * Who sent a request.
     *
     * @throws dev.outcrop.wire.error.ServiceException what is answered when that cannot be told
     */
    public Principal authenticate(SignedRequest request, Keyring keyring) {
        String authorization = authorization(request);
        boolean byQuery = QueryClaim.isPresent(request.rawQuery());
        if (authorization == null) {
            if (!byQuery) {
                throw new MissingAuthenticationTokenException("Missing Authentication Token");
            }
            return signatures.verifyQuery(request, keyring).key().principal();
        }
        if (byQuery) {
            throw severalSchemes();
        }
        if (!isBearer(authorization)) {
            return signatures.verifyHeader(request, authorization, keyring).key().principal();
        }
        if (request.readsEvents()) {
            throw AccessDeniedException
                    .ofApiKey("API keys cannot be used for streams in both directions. Sign the request.");
        }
        return apiKeys.verify(authorization.substring(BEARER.length()).strip(), keyring);
    }

    private static boolean isBearer(String authorization) {
        return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                && (authorization.length() == BEARER.length() || authorization.charAt(BEARER.length()) == ' ');
    }

    private static @Nullable String authorization(SignedRequest request) {
        String found = null;
        for (Map.Entry<String, String> header : request.headers().all()) {
            if (header.getKey().equalsIgnoreCase("authorization")) {
                if (found != null) {
                    throw severalSchemes();
                }
                found = header.getValue().strip();
            }
        }
        return found == null || found.isEmpty() ? null : found;
    }

    private static IncompleteSignatureException severalSchemes() {
        return new IncompleteSignatureException(
                "The request must carry one kind of credentials: an Authorization header,"
                        + " or the query-string parameters of a presigned URL.");
    }
}
