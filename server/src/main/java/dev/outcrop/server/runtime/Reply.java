package dev.outcrop.server.runtime;

import java.util.function.Consumer;

import dev.outcrop.inference.Answer;
import dev.outcrop.inference.GenerationRequest;
import dev.outcrop.inference.GenerationResult;
import dev.outcrop.server.guardrail.GuardedCall;
import dev.outcrop.server.http.Exchange;

/**
 * What one call asks of a model and the form in which it is answered: a family's own body and chunks, or those of an
 * operation that all families share. Whoever collects or relays the answer needs to know no more.
 *
 * <p>Methods that make bodies may be called from any thread; the others on the loop.
 */
interface Reply {

    /** What the model is asked. */
    GenerationRequest generation();

    /** What an engine's failure is to the caller, before anything was sent. */
    RuntimeException failure(RuntimeException failure);

    /** The whole body of an answer that no guardrail looked at. */
    byte[] body(Answer answer, GenerationResult result);

    /**
     * The whole body of an answer that a guardrail has assessed and left alone or masked. What it did is in the call's
     * trace.
     */
    byte[] assessedBody(Answer answer, GenerationResult result, GuardedCall call);

    /** The whole body in the place of an answer that a guardrail has blocked. */
    byte[] blockedBody(GenerationResult result, GuardedCall call);

    /** The answer as the model's family writes it: what a guardrail's trace shows as the model's own output. */
    byte[] nativeBody(Answer answer, GenerationResult result);

    /** Sends a whole body with its headers. */
    void respond(Exchange exchange, GenerationResult result, byte[] body);

    /**
     * The form of this call's stream; at most one.
     *
     * @param frames takes the frames in order
     */
    ReplyStream stream(Consumer<byte[]> frames);
}
