package dev.outcrop.store.guardrail;

/** What became of a change. Where it is not {@link Done}, nothing was changed. */
public sealed interface GuardrailWrite {

    /**
     * It was made, or had been made by an earlier call with the same token.
     *
     * @param head the version that was written
     */
    record Done(GuardrailHead head) implements GuardrailWrite {}

    /** Why it was not made. */
    enum Refused implements GuardrailWrite {
        /** No guardrail has this id. */
        NO_GUARDRAIL,
        /** Another draft of the account and region has the name. */
        NAME_TAKEN,
        /** The token came before with other parameters. */
        TOKEN_REUSED,
        /** The account and region have {@link GuardrailStore#MOST_GUARDRAILS}. */
        TOO_MANY_GUARDRAILS,
        /** The guardrail has {@link GuardrailStore#MOST_VERSIONS}. */
        TOO_MANY_VERSIONS
    }
}
