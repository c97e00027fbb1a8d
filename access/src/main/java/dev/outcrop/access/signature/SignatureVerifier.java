package dev.outcrop.access.signature;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;

import dev.outcrop.access.identity.AccessKey;
import dev.outcrop.access.identity.Keyring;
import dev.outcrop.access.identity.Principal;
import dev.outcrop.wire.error.ExpiredTokenException;
import dev.outcrop.wire.error.IncompleteSignatureException;
import dev.outcrop.wire.error.InvalidSignatureException;
import dev.outcrop.wire.error.UnrecognizedClientException;
import dev.outcrop.wire.sigv4.CanonicalRequest;
import dev.outcrop.wire.sigv4.CredentialScope;
import dev.outcrop.wire.sigv4.Signatures;
import dev.outcrop.wire.sigv4.SigningKey;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Checks signatures of requests (AWS IAM user guide, "Elements of an AWS API request signature"). Thread-safe; does not block.
 *
 * <p>In this order: the claim's form, its scope, its time, the headers it must cover; then whether the key is known, the session
 * token its own and not expired, and whether the signature is what the secret makes of the request; at last whether the body
 * is the one that was signed. A key that is not known costs the same: the signature is computed all the same, with a secret
 * that nobody has.
 */
public final class SignatureVerifier {
    private static final String UNKNOWN = "The security token included in the request is invalid.";
    private static final String EXPIRED = "The security token included in the request is expired";
    private static final String DIFFERS = "The request signature we calculated does not match the signature you provided."
            + " Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";

    private static final String UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD";
    private static final String SIGNED_EVENTS = "STREAMING-AWS4-HMAC-SHA256-EVENTS";
    private static final int HASH_LENGTH = 64;
    private static final int SECRET_BYTES = 30;

    private final SignatureRules rules;
    private final InstantSource clock;
    private final AccessKey nobody;

    public SignatureVerifier(SignatureRules rules, InstantSource clock) {
        this.rules = rules;
        this.clock = clock;
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        this.nobody = new AccessKey("", HexFormat.of().formatHex(secret), null, Principal.open(""));
    }

    /**
     * A signature that is good.
     *
     * @param claim what it was said to be
     * @param signingKey what it was made with, to check the events that follow
     */
    public record Verified(AccessKey key, Claim claim, SigningKey signingKey) {}

    /**
     * Checks a request signed by its {@code Authorization} header.
     *
     * @throws dev.outcrop.wire.error.ServiceException what is answered when it is not good
     */
    public Verified verifyHeader(SignedRequest request, String authorization, Keyring keyring) {
        if (!authorization.startsWith(Signatures.ALGORITHM + " ")) {
            int space = authorization.indexOf(' ');
            throw unsupported(space < 0 ? "" : authorization.substring(0, space));
        }
        return verify(request, HeaderClaim.read(authorization, request.headers()), keyring);
    }

    /**
     * Checks a request signed by its query.
     *
     * @throws dev.outcrop.wire.error.ServiceException what is answered when it is not good
     */
    public Verified verifyQuery(SignedRequest request, Keyring keyring) {
        return verify(request, QueryClaim.read(String.valueOf(request.rawQuery())), keyring);
    }

    static IncompleteSignatureException unsupported(String algorithm) {
        return new IncompleteSignatureException("Unsupported AWS 'algorithm': '" + Claim.shortened(algorithm) + "'.");
    }

    private Verified verify(SignedRequest request, Claim claim, Keyring keyring) {
        checkScope(claim);
        checkTime(claim);
        checkSignedHeaders(request, claim);
        String payloadHash = payloadHash(request, claim);
        AccessKey known = keyring.accessKey(claim.accessKeyId());
        AccessKey key = known == null ? nobody : known;
        SigningKey signingKey = key.signingKey(claim.scope());
        boolean genuine = isGenuine(request, claim, payloadHash, signingKey);
        if (known == null || !ownsToken(known, claim.sessionToken())) {
            throw new UnrecognizedClientException(UNKNOWN);
        }
        AccessKey.Session session = known.session();
        if (session != null && !clock.instant().isBefore(session.expiresAt())) {
            throw new ExpiredTokenException(EXPIRED);
        }
        if (!genuine || !isSignedBody(request, payloadHash)) {
            throw new InvalidSignatureException(DIFFERS);
        }
        return new Verified(known, claim, signingKey);
    }

    private void checkScope(Claim claim) {
        CredentialScope scope = claim.scope();
        if (!rules.service().equals(scope.service())) {
            throw new InvalidSignatureException(
                    "Credential should be scoped to correct service: '" + rules.service() + "'. ");
        }
        if (!rules.regions().contains(scope.region())) {
            throw new InvalidSignatureException("Credential should be scoped to a valid region.");
        }
        if (!claim.terminator().equals(CredentialScope.TERMINATOR)) {
            throw new InvalidSignatureException(
                    "Credential should be scoped with a valid terminator: '" + CredentialScope.TERMINATOR + "'.");
        }
        if (!claim.day().equals(scope.date())) {
            throw new InvalidSignatureException(
                    "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '"
                            + Claim.shortened(scope.date()) + "' != '" + claim.day() + "', from '" + claim.amzDate()
                            + "'.");
        }
    }

    private void checkTime(Claim claim) {
        Instant now = clock.instant();
        Instant latest = now.plus(rules.clockSkew());
        if (claim.date().isAfter(latest)) {
            throw new InvalidSignatureException("Signature not yet current: " + claim.amzDate()
                    + " is still later than " + Claim.amzDate(latest) + " (" + Claim.amzDate(now) + " + "
                    + words(rules.clockSkew()) + ")");
        }
        Instant expiresAt = claim.expiresAt();
        if (expiresAt != null) {
            if (now.isAfter(expiresAt)) {
                throw new InvalidSignatureException("Signature expired: " + Claim.amzDate(expiresAt)
                        + " is now earlier than " + Claim.amzDate(now));
            }
            return;
        }
        Instant earliest = now.minus(rules.clockSkew());
        if (claim.date().isBefore(earliest)) {
            throw new InvalidSignatureException("Signature expired: " + claim.amzDate() + " is now earlier than "
                    + Claim.amzDate(earliest) + " (" + Claim.amzDate(now) + " - " + words(rules.clockSkew()) + ")");
        }
    }

    private static String words(Duration skew) {
        return skew.toSecondsPart() == 0 ? skew.toMinutes() + " min." : skew.toSeconds() + " sec.";
    }

    /**
     * The session token need not be among them: it is compared with the key's own, and some clients add it after signing. Date
     * and hash of the body are part of what is signed in any case, but the service wants them named when they are sent.
     */
    private static void checkSignedHeaders(SignedRequest request, Claim claim) {
        List<String> signed = claim.signedHeaders();
        if (!signed.contains("host") && !signed.contains(":authority")) {
            throw mustBeSigned("'Host' or ':authority'");
        }
        for (String name : List.of("x-amz-date", "x-amz-content-sha256")) {
            if (request.headers().get(name) != null && !signed.contains(name)) {
                throw mustBeSigned("'" + name + "'");
            }
        }
    }

    private static InvalidSignatureException mustBeSigned(String header) {
        return new InvalidSignatureException(header + " must be a 'SignedHeader' in the AWS Authorization.");
    }

    /** What stands for the body in what is signed. */
    private String payloadHash(SignedRequest request, Claim claim) {
        String sent = Headers.single(request.headers(), "x-amz-content-sha256");
        if (sent == null && claim.lifetime() != null) {
            sent = QueryClaim.parameter(request.rawQuery(), QueryClaim.CONTENT_HASH);
        }
        if (sent == null) {
            return Signatures.sha256(request.body());
        }
        boolean allowed = switch (sent) {
            case UNSIGNED_PAYLOAD -> request.secure() || rules.unsignedPayload();
            case SIGNED_EVENTS -> request.readsEvents();
            default -> sent.length() == HASH_LENGTH;
        };
        if (!allowed) {
            throw new InvalidSignatureException(
                    "'x-amz-content-sha256' must be the SHA-256 of the body in hexadecimal digits, " + UNSIGNED_PAYLOAD
                            + " over TLS, or " + SIGNED_EVENTS + " for a stream of events.");
        }
        return sent;
    }

    private static boolean isSignedBody(SignedRequest request, String payloadHash) {
        return switch (payloadHash) {
            case UNSIGNED_PAYLOAD, SIGNED_EVENTS -> true;
            default -> Signatures.matches(Signatures.sha256(request.body()), payloadHash);
        };
    }

    private static boolean isGenuine(
            SignedRequest request, Claim claim, String payloadHash, SigningKey signingKey) {
        String query = request.rawQuery();
        if (Signatures.matches(signature(request, query, claim, payloadHash, signingKey), claim.signature())) {
            return true;
        }
        // As with the header, some clients add the token after they have signed.
        return query != null
                && claim.lifetime() != null
                && claim.sessionToken() != null
                && Signatures.matches(
                        signature(
                                request,
                                QueryClaim.without(query, QueryClaim.SECURITY_TOKEN),
                                claim,
                                payloadHash,
                                signingKey),
                        claim.signature());
    }

    private static String signature(
            SignedRequest request, @Nullable String query, Claim claim, String payloadHash, SigningKey signingKey) {
        String canonical = CanonicalRequest.of(
                request.method(), request.rawPath(), query, request.headers().all(), claim.signedHeaders(),
                payloadHash);
        return signingKey.sign(Signatures.stringToSign(claim.amzDate(), claim.scope(), canonical));
    }

    private static boolean ownsToken(AccessKey key, @Nullable String token) {
        AccessKey.Session session = key.session();
        if (session == null || token == null) {
            return session == null && token == null;
        }
        return MessageDigest.isEqual(session.tokenHash(), tokenHash(token));
    }

    /** What is kept of a session token. */
    public static byte[] tokenHash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
