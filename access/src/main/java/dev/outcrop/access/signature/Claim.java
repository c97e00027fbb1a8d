package dev.outcrop.access.signature;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

import dev.outcrop.wire.error.IncompleteSignatureException;
import dev.outcrop.wire.sigv4.CredentialScope;
import org.jspecify.annotations.Nullable;

/**
 * What a request says of its signature; nothing of it is checked yet but its form.
 *
 * @param terminator last part of the scope as sent
 * @param amzDate as sent, part of what is signed
 * @param date the same
 * @param lifetime how long a presigned URL is good; null when signed by header
 * @param sessionToken null when there is none
 */
public record Claim(
        String accessKeyId,
        CredentialScope scope,
        String terminator,
        String amzDate,
        Instant date,
        @Nullable Duration lifetime,
        List<String> signedHeaders,
        String signature,
        @Nullable String sessionToken) {

    private static final DateTimeFormatter AMZ_DATE = DateTimeFormatter
            .ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT)
            .withZone(ZoneOffset.UTC);
    private static final int AMZ_DATE_LENGTH = "20260101T000000Z".length();
    private static final int DAY_LENGTH = "20260101".length();
    private static final int SCOPE_PARTS = 5;

    /** No client signs nearly as many. */
    private static final int MOST_SIGNED_HEADERS = 128;

    /** Longest part of what a caller sent that is repeated to it. */
    private static final int MOST_REPEATED = 1_000;

    public Claim {
        signedHeaders = List.copyOf(signedHeaders);
    }

    /**
     * Puts the parts of a claim together, as they were sent.
     *
     * @throws IncompleteSignatureException when one has not the form that it must have
     */
    static Claim of(
            String credential,
            String amzDate,
            @Nullable Duration lifetime,
            String signedHeaders,
            String signature,
            @Nullable String sessionToken) {
        String[] parts = credential.split("/", -1);
        if (parts.length != SCOPE_PARTS) {
            throw new IncompleteSignatureException("Credential must have exactly 5 slash-delimited elements, e.g."
                    + " keyid/date/region/service/term, got '" + shortened(credential) + "'.");
        }
        return new Claim(
                parts[0],
                new CredentialScope(parts[1], parts[2], parts[3]),
                parts[4],
                amzDate,
                instant(amzDate),
                lifetime,
                names(signedHeaders),
                signature,
                sessionToken);
    }

    private static List<String> names(String signedHeaders) {
        String[] names = signedHeaders.split(";", MOST_SIGNED_HEADERS + 1);
        HashSet<String> seen = new HashSet<>();
        for (String name : names) {
            if (name.isEmpty() || !seen.add(name) || names.length > MOST_SIGNED_HEADERS) {
                throw new IncompleteSignatureException(
                        "'SignedHeaders' must be a list of different header names, separated by semicolons.");
            }
        }
        return List.of(names);
    }

    private static Instant instant(String amzDate) {
        try {
            if (amzDate.length() == AMZ_DATE_LENGTH) {
                return AMZ_DATE.parse(amzDate, Instant::from);
            }
        } catch (DateTimeException e) {
            // Answered below, like every other text that is no date.
        }
        throw new IncompleteSignatureException("Date must be in ISO-8601 'basic format'. Got '" + shortened(amzDate)
                + "'. See http://en.wikipedia.org/wiki/ISO_8601");
    }

    /** A moment as it is written in signatures. */
    static String amzDate(Instant moment) {
        return AMZ_DATE.format(moment);
    }

    /** The day of the request, as the scope must have it. */
    String day() {
        return amzDate.substring(0, DAY_LENGTH);
    }

    /** The last moment of a presigned URL, or null when signed by header. */
    public @Nullable Instant expiresAt() {
        return lifetime == null ? null : date.plus(lifetime);
    }

    static String shortened(String sent) {
        return sent.length() <= MOST_REPEATED ? sent : sent.substring(0, MOST_REPEATED) + "...";
    }
}
