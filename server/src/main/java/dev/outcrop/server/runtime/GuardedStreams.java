package dev.outcrop.server.runtime;

import dev.outcrop.guardrails.Guardrail;
import dev.outcrop.guardrails.stream.StreamGuard;
import dev.outcrop.guardrails.stream.Windows;
import dev.outcrop.server.guardrail.Assessor;
import dev.outcrop.server.guardrail.GuardedCall;
import dev.outcrop.server.guardrail.StreamProcessingMode;

/**
 * How streams are guarded. Thread-safe.
 *
 * @param assessor runs the assessments
 * @param window chars that a guardrail assesses at a time; one that needs more takes more
 */
record GuardedStreams(Assessor assessor, int window) {

    /** Text may pile up to this many times the longest window while one is assessed. */
    private static final int HELD_WINDOWS = 2;

    /** A stream of one call; its mode is the call's. */
    GuardedStream open(GuardedCall call, GuardedStream.Relay relay) {
        Guardrail guardrail = call.applied().guardrail();
        Windows windows = Windows.of(guardrail.config(), window);
        boolean holds = call.mode() == StreamProcessingMode.SYNCHRONOUS;
        StreamGuard guard = holds
                ? StreamGuard.synchronous(guardrail, call.references(), windows, System::nanoTime)
                : StreamGuard.asynchronous(guardrail, call.references(), windows, System::nanoTime);
        return new GuardedStream(
                guard, holds, HELD_WINDOWS * windows.limit(), assessor, relay, call.trace().isWritten());
    }
}
