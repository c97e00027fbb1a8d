package dev.outcrop.server.runtime;

import java.util.function.Function;

import dev.outcrop.guardrails.Guardrail;
import dev.outcrop.guardrails.config.GuardrailConfig;
import dev.outcrop.guardrails.stream.StreamGuard;
import dev.outcrop.guardrails.stream.Windows;
import dev.outcrop.server.guardrail.Assessor;
import dev.outcrop.server.guardrail.GuardedCall;
import dev.outcrop.server.guardrail.StreamProcessingMode;

/**
 * How streams are guarded. Thread-safe.
 *
 * @param assessor runs the assessments
 * @param windows in which windows a guardrail of this configuration assesses a stream
 */
record GuardedStreams(Assessor assessor, Function<GuardrailConfig, Windows> windows) {

    /** Text may pile up to this many times the longest window while one is assessed. */
    private static final int HELD_WINDOWS = 2;

    /** A stream of one call; its mode is the call's. */
    GuardedStream open(GuardedCall call, GuardedStream.Relay relay) {
        Guardrail guardrail = call.applied().guardrail();
        Windows size = windows.apply(guardrail.config());
        boolean holds = call.mode() == StreamProcessingMode.SYNCHRONOUS;
        StreamGuard guard = holds
                ? StreamGuard.synchronous(guardrail, call.references(), size, System::nanoTime)
                : StreamGuard.asynchronous(guardrail, call.references(), size, System::nanoTime);
        return new GuardedStream(
                guard, holds, HELD_WINDOWS * size.limit(), assessor, relay, call.trace().isWritten());
    }
}
