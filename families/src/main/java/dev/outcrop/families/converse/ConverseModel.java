package dev.outcrop.families.converse;

/**
 * What Converse can do with a model.
 *
 * @param dialect writes the family's body
 * @param mostTokens the most that {@code maxTokens} may say, and what holds when it is not said
 * @param system whether there is a place for system texts
 * @param history whether more than one message is taken
 * @param tools whether and how tools are used
 * @param documents whether documents are taken
 * @param stops how stop sequences are carried out
 * @param stopReason whether the model tells that a stop sequence ended its answer
 * @param reasons whether the model's thoughts are told apart from its answer
 * @param caches whether usage counts cached tokens
 */
public record ConverseModel(
        ConverseDialect dialect,
        int mostTokens,
        boolean system,
        boolean history,
        ToolUse tools,
        boolean documents,
        Stops stops,
        boolean stopReason,
        boolean reasons,
        boolean caches) {

    /** Whether a model uses tools. */
    public enum ToolUse {
        NO,
        /** Not in streams. Its native body has no place for tools: they reach the model by its chat template. */
        WHOLE_BY_TEMPLATE,
        /** By the members of its native body. */
        NATIVE
    }

    /** Who watches for stop sequences. */
    public enum Stops {
        /** They are a member of the native body. */
        NATIVE,
        /** The native body has no such member: the service watches for them itself. */
        EMULATED,
        /** Nobody. */
        REFUSED
    }

    /** Whether what the model thought is signed, and comes back with its signature. */
    public boolean signsThoughts() {
        return dialect instanceof ClaudeDialect;
    }

    /** A model with everything, of which the others are variations. */
    static ConverseModel of(ConverseDialect dialect, int mostTokens) {
        return new ConverseModel(
                dialect, mostTokens, true, true, ToolUse.NATIVE, true, Stops.NATIVE, false, false, false);
    }

    ConverseModel withoutSystem() {
        return new ConverseModel(
                dialect, mostTokens, false, history, tools, documents, stops, stopReason, reasons, caches);
    }

    ConverseModel withoutHistory() {
        return new ConverseModel(
                dialect, mostTokens, system, false, tools, documents, stops, stopReason, reasons, caches);
    }

    ConverseModel with(ToolUse use) {
        return new ConverseModel(
                dialect, mostTokens, system, history, use, documents, stops, stopReason, reasons, caches);
    }

    ConverseModel withoutDocuments() {
        return new ConverseModel(
                dialect, mostTokens, system, history, tools, false, stops, stopReason, reasons, caches);
    }

    ConverseModel with(Stops watcher) {
        return new ConverseModel(
                dialect, mostTokens, system, history, tools, documents, watcher, stopReason, reasons, caches);
    }

    ConverseModel tellingStops() {
        return new ConverseModel(
                dialect, mostTokens, system, history, tools, documents, stops, true, reasons, caches);
    }

    ConverseModel reasoning() {
        return new ConverseModel(
                dialect, mostTokens, system, history, tools, documents, stops, stopReason, true, caches);
    }

    ConverseModel caching() {
        return new ConverseModel(
                dialect, mostTokens, system, history, tools, documents, stops, stopReason, reasons, true);
    }
}
