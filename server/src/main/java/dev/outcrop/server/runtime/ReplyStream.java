package dev.outcrop.server.runtime;

import dev.outcrop.families.ChunkWriter;
import dev.outcrop.guardrails.assessment.Assessment;
import dev.outcrop.inference.GenerationResult;
import dev.outcrop.server.guardrail.GuardedCall;
import dev.outcrop.server.http.Exchange;
import dev.outcrop.wire.error.ServiceException;
import org.jspecify.annotations.Nullable;

/** How one stream is written. Confined to the event loop; one per stream. */
interface ReplyStream {

    /** A guardrail watches the stream. Before anything else. */
    void guardedBy(GuardedCall call, @Nullable GuardedStream stream);

    /** Sets the headers. */
    void head(Exchange exchange);

    /** The first token is here. */
    void start(int promptTokens, long firstTokenMillis);

    /** Takes the tokens between {@link #start} and the end. */
    ChunkWriter chunks();

    /** A guardrail has assessed a part of the answer that may pass. */
    void assessed(Assessment assessment);

    /** The answer is complete. */
    void end(GenerationResult result);

    /** A guardrail has blocked the rest of the answer. */
    void endBlocked(GenerationResult result);

    /**
     * The whole stream of a call that its guardrail blocked before the model ran.
     *
     * @param message stands for the answer
     */
    void blockedInput(String message);

    /** The stream fails and ends. */
    void failed(ServiceException failure);
}
