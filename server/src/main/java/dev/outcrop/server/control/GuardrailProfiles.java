package dev.outcrop.server.control;

import dev.outcrop.store.scope.AccountRegion;
import dev.outcrop.wire.error.ValidationException;

/**
 * The system-defined guardrail profiles for cross-Region inference (user guide, "Distribute guardrail inference across
 * AWS Regions"): one for each geography, usable in its Regions. They change nothing but what is read back.
 */
final class GuardrailProfiles {
    private static final String RESOURCE = ":guardrail-profile/";
    private static final String SUFFIX = ".guardrail.v1:0";

    private GuardrailProfiles() {}

    /**
     * The ARN of a profile.
     *
     * @param identifier id or ARN, well-formed
     * @throws ValidationException when it cannot be used here
     */
    static String arn(String identifier, AccountRegion scope) {
        String id = identifier;
        if (identifier.startsWith("arn:")) {
            String[] parts = identifier.split(":", 6);
            if (!parts[4].equals(scope.account())) {
                throw new ValidationException("The provided resource ARN is from a different account");
            }
            if (!parts[3].equals(scope.region())) {
                throw invalid();
            }
            id = id(identifier);
        }
        if (!id.endsWith(SUFFIX) || !serves(id.substring(0, id.length() - SUFFIX.length()), scope.region())) {
            throw invalid();
        }
        return "arn:aws:bedrock:" + scope.region() + ":" + scope.account() + RESOURCE + id;
    }

    /** The id in a profile's ARN. */
    static String id(String arn) {
        return arn.substring(arn.indexOf(RESOURCE) + RESOURCE.length());
    }

    private static boolean serves(String geography, String region) {
        return switch (geography) {
            case "us" -> region.startsWith("us-") && !region.startsWith("us-gov-");
            case "us-gov" -> region.startsWith("us-gov-");
            case "eu" -> region.startsWith("eu-");
            case "uk" -> region.equals("eu-west-2");
            case "apac" -> region.startsWith("ap-");
            case "au" -> region.equals("ap-southeast-2") || region.equals("ap-southeast-4");
            case "ca" -> region.startsWith("ca-");
            default -> false;
        };
    }

    private static ValidationException invalid() {
        return new ValidationException("Guardrail cross-Region profile ID is invalid. Specify a guardrail profile ID"
                + " that's supported in your current AWS Region");
    }
}
