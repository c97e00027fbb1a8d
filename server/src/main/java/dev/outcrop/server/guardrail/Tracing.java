package dev.outcrop.server.guardrail;

import org.jspecify.annotations.Nullable;

/** How much a caller wants to read about what its guardrail did. */
public enum Tracing {
    /** Only whether it intervened. */
    DISABLED,
    /** What was detected. */
    ENABLED,
    /** What was looked for, too. */
    ENABLED_FULL;

    /** The value of the header {@code X-Amzn-Bedrock-Trace}, which the API model has validated. */
    public static Tracing of(@Nullable String header) {
        return header == null || header.isEmpty() ? DISABLED : valueOf(header);
    }

    /** Which findings are written. */
    public Scope scope() {
        return switch (this) {
            case DISABLED, ENABLED -> Scope.INTERVENTIONS;
            case ENABLED_FULL -> Scope.FULL;
        };
    }
}
