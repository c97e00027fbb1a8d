package dev.outcrop.access.identity;

import java.util.List;
import java.util.Map;

import dev.outcrop.access.policy.PolicySet;
import org.jspecify.annotations.Nullable;

/**
 * Who a call is made as. Immutable; says nothing secret.
 *
 * @param kind what it is in IAM
 * @param account twelve digits
 * @param arn as denials name it: {@code arn:aws:iam::<account>:user/<name>},
 *     {@code arn:aws:sts::<account>:assumed-role/<role>/<session>} or {@code arn:aws:iam::<account>:root}
 * @param userid value of {@code aws:userid}: a user's id, {@code <role id>:<session>}, or the account
 * @param name value of {@code aws:username}; null for all but users
 * @param tags of the user or role, values of {@code aws:PrincipalTag/...}
 * @param credential what it proved itself with
 * @param policies what bounds what it may do
 */
public record Principal(
        Kind kind,
        String account,
        String arn,
        String userid,
        @Nullable String name,
        Map<String, String> tags,
        Credential credential,
        PolicySet policies) {

    public Principal {
        tags = Map.copyOf(tags);
    }

    /** What a caller is in IAM; {@link #type} is the value of {@code aws:PrincipalType}. */
    public enum Kind {
        USER("User"), ASSUMED_ROLE("AssumedRole"),
        /** The account itself, which no identity policy bounds. */
        ROOT("Account"),
        /** Whoever reaches a server that has no credentials: may do everything. */
        OPEN("Anonymous");

        private final String type;

        Kind(String type) {
            this.type = type;
        }

        /** The value of {@code aws:PrincipalType}. */
        public String type() {
            return type;
        }
    }

    /** The caller of a server that has no credentials. */
    public static Principal open(String account) {
        return new Principal(
                Kind.OPEN, account, "arn:aws:iam::" + account + ":root", account, null, Map.of(), Credential.NONE,
                PolicySet.root(List.of()));
    }

    /** The same, proved by another credential. */
    public Principal provedBy(Credential other) {
        return new Principal(kind, account, arn, userid, name, tags, other, policies);
    }
}
