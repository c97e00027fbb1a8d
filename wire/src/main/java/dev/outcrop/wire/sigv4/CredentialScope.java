package dev.outcrop.wire.sigv4;

/**
 * What a signature is good for.
 *
 * @param date a day, {@code yyyymmdd}, UTC
 * @param region such as {@code us-east-1}
 * @param service the signing name
 */
public record CredentialScope(String date, String region, String service) {

    /** The last part of every scope. */
    public static final String TERMINATOR = "aws4_request";

    /** The scope as it is signed: {@code date/region/service/aws4_request}. */
    @Override
    public String toString() {
        return date + "/" + region + "/" + service + "/" + TERMINATOR;
    }
}
