package dev.outcrop.families;

import java.util.List;

import dev.outcrop.inference.PromptTooLongException;
import dev.outcrop.wire.error.ServiceException;

/** A request that a family has understood, and the way back to the family's format. Immutable. */
public sealed interface Invocation permits TextInvocation, EmbeddingInvocation, RerankInvocation {

    /** The texts of the request in the order of the body: what a guardrail assesses. */
    List<TextSpan> spans();

    /**
     * The same request with other texts, as after masking.
     *
     * @param texts as many as {@link #spans()}, in the same order
     */
    Invocation withTexts(List<String> texts);

    /** The body when a guardrail blocked the call before the model ran: the message takes the place of the answer. */
    byte[] blockedBody(String message);

    /** What the service says when the prompt does not fit the model: each family has its own words. */
    ServiceException promptTooLong(PromptTooLongException cause);
}
