package dev.outcrop.server.guardrail;

import java.util.Optional;

import dev.outcrop.store.scope.AccountRegion;

/**
 * Ids and ARNs of the guardrails of one account and Region.
 *
 * @param scope the account and Region that this server stands for
 */
public record GuardrailNames(AccountRegion scope) {

    /** What the draft is called. */
    public static final String DRAFT = "DRAFT";

    private static final String RESOURCE = ":guardrail/";

    /** The ARN of a guardrail. */
    public String arn(String id) {
        return "arn:aws:bedrock:" + scope.region() + ":" + scope.account() + RESOURCE + id;
    }

    /**
     * The id that an identifier names; empty for an ARN of another account or Region, whose guardrails are not here.
     *
     * @param identifier id or ARN, well-formed
     */
    public Optional<String> id(String identifier) {
        if (!identifier.startsWith("arn:")) {
            return Optional.of(identifier);
        }
        int resource = identifier.indexOf(RESOURCE);
        String id = identifier.substring(resource + RESOURCE.length());
        // The partition is the Region's, so that it says nothing more.
        String place = ":bedrock:" + scope.region() + ":" + scope.account();
        return identifier.substring(0, resource).endsWith(place) ? Optional.of(id) : Optional.empty();
    }

    /** A version's number in the store: 0 for the draft. */
    public static int number(String version) {
        return version.equals(DRAFT) ? 0 : Integer.parseInt(version);
    }

    /** What callers call a version. */
    public static String version(int number) {
        return number == 0 ? DRAFT : Integer.toString(number);
    }
}
