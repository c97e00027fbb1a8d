package dev.outcrop.server.runtime;

import java.util.List;

import dev.outcrop.families.ChunkWriter;
import dev.outcrop.guardrails.assessment.Assessment;
import dev.outcrop.inference.GenerationResult;
import dev.outcrop.server.guardrail.GuardedCall;
import dev.outcrop.server.http.Exchange;
import dev.outcrop.wire.error.ServiceException;

/** How one stream is written. Confined to the event loop; one per stream. */
interface ReplyStream {

    /**
     * A guardrail watches the stream. Before anything else.
     *
     * @param streams where each answer comes from; empty when no model is asked
     */
    void guardedBy(GuardedCall call, List<GuardedStream> streams);

    /** Sets the headers. */
    void head(Exchange exchange);

    /**
     * The first token of an answer is here.
     *
     * @param answer which of the call's answers, from 0
     * @param firstTokenMillis when the first token of any was, since the request
     */
    void start(int answer, int promptTokens, long firstTokenMillis);

    /** Takes the tokens of an answer between {@link #start} and its end. */
    ChunkWriter chunks(int answer);

    /** A guardrail has assessed a part of the answer that may pass. */
    void assessed(Assessment assessment);

    /** An answer is complete; with the last of them, so is the stream. */
    void end(int answer, GenerationResult result);

    /** A guardrail has blocked the rest of an answer. In place of {@link #end}. */
    void endBlocked(int answer, GenerationResult result);

    /**
     * The whole stream of a call that its guardrail blocked before the model ran.
     *
     * @param message stands for the answer
     */
    void blockedInput(String message);

    /** The stream fails and ends. */
    void failed(ServiceException failure);
}
