package dev.outcrop.server.guardrail;

import dev.outcrop.guardrails.assessment.Effect;

/** The three values of {@code actionReason}, full stop included. */
final class ActionReason {

    private ActionReason() {}

    static String of(Effect effect) {
        return switch (effect) {
            case NONE -> "No action.";
            case ANONYMIZED -> "Guardrail masked.";
            case BLOCKED -> "Guardrail blocked.";
        };
    }
}
