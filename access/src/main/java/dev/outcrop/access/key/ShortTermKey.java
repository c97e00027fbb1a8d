package dev.outcrop.access.key;

import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.outcrop.access.identity.Keyring;
import dev.outcrop.access.signature.Claim;
import dev.outcrop.access.signature.QueryClaim;
import dev.outcrop.access.signature.SignatureVerifier;
import dev.outcrop.access.signature.SignedRequest;
import dev.outcrop.wire.bind.HeaderSource;
import dev.outcrop.wire.error.AccessDeniedException;
import dev.outcrop.wire.error.ExpiredTokenException;
import dev.outcrop.wire.error.ServiceException;
import dev.outcrop.wire.sigv4.CanonicalRequest;
import dev.outcrop.wire.sigv4.CredentialScope;
import dev.outcrop.wire.sigv4.Signatures;
import dev.outcrop.wire.sigv4.SigningKey;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Short-term API keys, as aws-bedrock-token-generator for Python, Java and JavaScript makes them: a presigned {@code POST} to
 * {@code bedrock.amazonaws.com}, without its scheme, with {@code &Version=1} put behind the signature, in Base64.
 */
public final class ShortTermKey {

    /** What such a token begins with. */
    public static final String PREFIX = "bedrock-api-key-";

    /** The longest life of a key. */
    public static final Duration LONGEST = Duration.ofHours(12);

    private static final String HOST = "bedrock.amazonaws.com";
    private static final String BEFORE_QUERY = HOST + "/?";
    private static final String ACTION = "Action=CallWithBearerToken";
    private static final String VERSION = "Version=1";
    private static final DateTimeFormatter AMZ_DATE = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final int DAY_DIGITS = 8;

    /** Session tokens are a few hundred characters, seldom more than a thousand. */
    private static final int MOST_CHARACTERS = 16_384;

    private final SignatureVerifier signatures;
    private final InstantSource clock;

    ShortTermKey(SignatureVerifier signatures, InstantSource clock) {
        this.signatures = signatures;
        this.clock = clock;
    }

    /**
     * Checks a token.
     *
     * @param token begins with {@link #PREFIX}
     * @throws AccessDeniedException when it is not good
     */
    SignatureVerifier.Verified verify(String token, Keyring keyring) {
        String query = query(token);
        try {
            Claim claim = QueryClaim.read(query);
            Duration lifetime = claim.lifetime();
            Instant expiresAt = claim.expiresAt();
            if (lifetime == null || expiresAt == null || lifetime.compareTo(LONGEST) > 0
                    || !claim.signedHeaders().equals(List.of("host"))) {
                throw ApiKeys.invalid();
            }
            if (clock.instant().isAfter(expiresAt)) {
                throw ApiKeys.expired();
            }
            return signatures.verifyQuery(
                    new SignedRequest("POST", "/", query, HostHeader.HOST_HEADER, new byte[0], false, false), keyring);
        } catch (AccessDeniedException e) {
            throw e;
        } catch (ExpiredTokenException e) {
            throw ApiKeys.expired();
        } catch (ServiceException e) {
            throw ApiKeys.invalid();
        }
    }

    /** The signed query inside a token: without its version, which is not signed. */
    private static String query(String token) {
        if (token.length() > MOST_CHARACTERS) {
            throw ApiKeys.invalid();
        }
        String url = ApiKeys.decoded(token.substring(PREFIX.length()));
        if (!url.startsWith(BEFORE_QUERY)) {
            throw ApiKeys.invalid();
        }
        StringBuilder signed = new StringBuilder(url.length());
        int actions = 0;
        int versions = 0;
        for (String part : url.substring(BEFORE_QUERY.length()).split("&", -1)) {
            if (part.equals(VERSION)) {
                versions++;
                continue;
            }
            if (part.equals(ACTION)) {
                actions++;
            } else if (!part.startsWith("X-Amz-")) {
                throw ApiKeys.invalid();
            }
            signed.append(signed.isEmpty() ? "" : "&").append(part);
        }
        if (actions != 1 || versions > 1) {
            throw ApiKeys.invalid();
        }
        return signed.toString();
    }

    /**
     * Makes a token: needs nothing but a key pair.
     *
     * @param sessionToken null for a long-term key pair
     * @param lifetime at most {@link #LONGEST}
     */
    public static String create(
            String accessKeyId,
            String secretAccessKey,
            @Nullable String sessionToken,
            String region,
            Instant now,
            Duration lifetime) {
        if (lifetime.compareTo(LONGEST) > 0 || lifetime.toSeconds() < 1) {
            throw new IllegalArgumentException("A short-term key lives from one second to twelve hours");
        }
        String amzDate = AMZ_DATE.format(now);
        CredentialScope scope = new CredentialScope(amzDate.substring(0, DAY_DIGITS), region, "bedrock");
        String query = ACTION + "&X-Amz-Algorithm=" + Signatures.ALGORITHM + "&X-Amz-Credential="
                + encoded(accessKeyId + "/" + scope) + "&X-Amz-Date=" + amzDate + "&X-Amz-Expires="
                + lifetime.toSeconds() + "&X-Amz-SignedHeaders=host"
                + (sessionToken == null ? "" : "&X-Amz-Security-Token=" + encoded(sessionToken));
        String canonical = CanonicalRequest.of(
                "POST", "/", query, HostHeader.HOST_HEADER.all(), List.of("host"), Signatures.EMPTY_PAYLOAD_HASH);
        String signature = SigningKey.derive(secretAccessKey, scope)
                .sign(Signatures.stringToSign(amzDate, scope, canonical));
        String url = BEFORE_QUERY + query + "&X-Amz-Signature=" + signature + "&" + VERSION;
        return PREFIX + Base64.getEncoder().encodeToString(url.getBytes(UTF_8));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, UTF_8).replace("+", "%20").replace("*", "%2A").replace("%7E", "~");
    }

    /** The one header that is signed. */
    private enum HostHeader implements HeaderSource {
        HOST_HEADER;

        @Override
        public @Nullable String get(String name) {
            return name.equalsIgnoreCase("host") ? HOST : null;
        }

        @Override
        public Iterable<Map.Entry<String, String>> all() {
            return List.of(Map.entry("host", HOST));
        }
    }
}
