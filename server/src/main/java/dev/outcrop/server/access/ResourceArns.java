package dev.outcrop.server.access;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.outcrop.store.scope.AccountRegion;

/**
 * ARNs of what callers name, in one form: policies are compared with that form, so that no other way to write an ARN which the
 * operations take for the same gets around them.
 */
final class ResourceArns {
    private static final Pattern ARN = Pattern.compile("arn:[^:]*:bedrock:([^:]*):([^:]*):([^/]+)/(.+)",
            Pattern.DOTALL);
    private static final String FOUNDATION_MODEL = "foundation-model";

    private final AccountRegion scope;

    ResourceArns(AccountRegion scope) {
        this.scope = scope;
    }

    /** The ARN of a resource of this account and Region; foundation models are in no account. */
    String own(String type, String id) {
        String account = type.equals(FOUNDATION_MODEL) ? "" : scope.account();
        return "arn:aws:bedrock:" + scope.region() + ":" + account + ":" + type + "/" + id;
    }

    /**
     * A well-formed ARN in the form that this account and Region write it; that of another place as it is. The partition is
     * the Region's and says nothing more, and some operations take ARNs without Region or account for their own.
     */
    String canonical(String arn) {
        Matcher matcher = ARN.matcher(arn);
        if (!matcher.matches()) {
            return arn;
        }
        boolean here = isOwn(matcher.group(1), scope.region()) && isOwn(matcher.group(2), scope.account());
        return here ? own(matcher.group(3), matcher.group(4)) : arn;
    }

    private static boolean isOwn(String part, String own) {
        return part.isEmpty() || part.equals(own);
    }

    static boolean isArn(String identifier) {
        return identifier.startsWith("arn:");
    }
}
