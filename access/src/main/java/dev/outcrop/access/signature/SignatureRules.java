package dev.outcrop.access.signature;

import java.time.Duration;
import java.util.Set;

/**
 * What signatures must be good for.
 *
 * @param service the signing name
 * @param regions regions that may stand in a scope
 * @param clockSkew how far a caller's clock may be off, either way
 * @param unsignedPayload whether a body need not be signed over cleartext; over TLS it never need be
 */
public record SignatureRules(String service, Set<String> regions, Duration clockSkew, boolean unsignedPayload) {

    /** As observed in the service's answers. */
    public static final Duration SERVICE_SKEW = Duration.ofMinutes(5);

    public SignatureRules {
        regions = Set.copyOf(regions);
    }

    /** Those of Amazon Bedrock, in one region. */
    public static SignatureRules bedrock(String region) {
        return new SignatureRules("bedrock", Set.of(region), SERVICE_SKEW, false);
    }
}
