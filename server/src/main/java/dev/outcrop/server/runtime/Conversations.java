package dev.outcrop.server.runtime;

import java.util.Map;

import dev.outcrop.catalog.ResolvedModel;
import dev.outcrop.documents.DocumentReader;
import dev.outcrop.families.Families;
import dev.outcrop.families.InvocationContext;
import dev.outcrop.families.converse.ConverseChecks;
import dev.outcrop.families.converse.ConverseInvocation;
import dev.outcrop.families.converse.ConverseModel;
import dev.outcrop.families.converse.ConverseReader;
import dev.outcrop.families.converse.ConverseRequest;

/** The steps from the input of a call to what the model may be asked: read, checked, documents, native body. Thread-safe. */
final class Conversations {
    private final Families families = new Families();
    private final DocumentTexts documents;

    Conversations(DocumentReader documents) {
        this.documents = new DocumentTexts(documents);
    }

    /**
     * Reads a conversation and checks it by Converse's own rules.
     *
     * @param input by member name, as bound
     * @throws dev.outcrop.wire.error.ValidationException for the first rule that is broken
     */
    static ConverseRequest read(Map<?, ?> input, ResolvedModel resolved, ConverseModel model, boolean streaming) {
        ConverseRequest request = ConverseReader.read(input);
        ConverseChecks.check(request, model, readsImages(resolved), streaming);
        return request.withoutBlankAnswers();
    }

    /** What the catalogue does not know may see: the engine says whether it does. */
    private static boolean readsImages(ResolvedModel resolved) {
        return resolved.model() == null || resolved.model().inputModalities().contains("IMAGE");
    }

    /** Puts the text of documents in their place. Takes as long as they are hard to read: not for event loops. */
    ConverseRequest readDocuments(ConverseRequest request) {
        return documents.read(request);
    }

    /**
     * Writes the native body and lets the family read it.
     *
     * @param request without documents
     */
    ConverseInvocation invocation(
            ConverseRequest request,
            ResolvedModel resolved,
            ConverseModel model,
            String requestId,
            boolean streaming) {
        return ConverseInvocation.of(
                request, model, families.of(resolved.modelId()), context(resolved, requestId, streaming));
    }

    /**
     * Refuses additional fields that bring what a guardrail would not see.
     *
     * @param invocation what {@link #invocation} made of the same request
     */
    void requireAssessable(
            ConverseRequest request,
            ConverseInvocation invocation,
            ResolvedModel resolved,
            String requestId,
            boolean streaming) {
        invocation.requireAssessable(
                request, families.of(resolved.modelId()), context(resolved, requestId, streaming));
    }

    private static InvocationContext context(ResolvedModel resolved, String requestId, boolean streaming) {
        return new InvocationContext(resolved.modelId(), resolved.requestedId(), requestId, streaming);
    }
}
