package dev.outcrop.server.runtime;

import java.util.List;
import java.util.function.Consumer;

import dev.outcrop.families.Completion;
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

    /** How many answers the call wants, each of a generation of its own. */
    int answers();

    /** What an engine's failure is to the caller, before anything was sent. */
    RuntimeException failure(RuntimeException failure);

    /** The whole body of answers that no guardrail looked at. */
    byte[] body(List<Completion> answers);

    /**
     * The whole body of answers that a guardrail has assessed and left alone or masked, or where it has blocked some of
     * several. What it did is in the call's trace.
     */
    byte[] assessedBody(List<Completion> answers, GuardedCall call);

    /** The whole body in the place of an only answer that a guardrail has blocked. */
    byte[] blockedBody(GenerationResult result, GuardedCall call);

    /** The answers as the model's family writes them: what a guardrail's trace shows as the model's own output. */
    byte[] nativeBody(List<Completion> answers);

    /**
     * Sends a whole body with its headers.
     *
     * @param result of all answers together
     */
    void respond(Exchange exchange, GenerationResult result, byte[] body);

    /**
     * The form of this call's stream; at most one.
     *
     * @param frames takes the frames in order
     */
    ReplyStream stream(Consumer<byte[]> frames);
}
