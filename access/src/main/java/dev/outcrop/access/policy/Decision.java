package dev.outcrop.access.policy;

import org.jspecify.annotations.Nullable;

/** Whether a call may do something, and why. */
public sealed interface Decision {

    /** The statement that made it. */
    record Source(NamedPolicy policy, Statement statement) {

        /** {@code statement 2 (AllowTitan) of policy Analysts}. */
        @Override
        public String toString() {
            return statement + " of policy " + policy.name();
        }
    }

    /** @param source null when the caller is the account's root, who needs no policy */
    record Allowed(@Nullable Source source) implements Decision {}

    /** It may not. */
    sealed interface Denied extends Decision {

        /** The end of the error's text, as the service words it, without a full stop. */
        String reason(String action);
    }

    /** A statement denies it. */
    record ExplicitlyDenied(PolicyType type, Source source) implements Denied {
        @Override
        public String reason(String action) {
            return "with an explicit deny in " + type.withArticle();
        }
    }

    /** Nothing allows it. */
    record NotAllowed(PolicyType type) implements Denied {
        @Override
        public String reason(String action) {
            return "because no " + type.withoutArticle() + " allows the " + action + " action";
        }
    }
}
