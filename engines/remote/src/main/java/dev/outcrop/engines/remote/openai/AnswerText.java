package dev.outcrop.engines.remote.openai;

import java.util.UUID;

import dev.outcrop.inference.Reasoning;
import org.jspecify.annotations.Nullable;

/**
 * Puts what a server streams into the order and the places that a
 * {@link dev.outcrop.inference.GenerationListener} expects: thoughts apart, in the text or nowhere, tool calls one after
 * the other. Not thread-safe.
 */
public final class AnswerText {
    private static final String BEGIN_THOUGHTS = "<think>\n";
    private static final String END_THOUGHTS = "\n</think>\n\n";

    private final Reasoning.Mode mode;
    private final Sink sink;
    private final ThoughtSplitter splitter = new ThoughtSplitter();
    private final Split split = new Split();
    private boolean thinkingInline;
    private int callIndex = -1;
    private @Nullable String pendingId;

    /** Hears it. */
    public interface Sink {

        /** Text of the answer; empty while it is held back. */
        void text(String text);

        /** Text of the thoughts. */
        void reasoning(String text);

        /** A tool call begins. */
        void toolCall(String id, String name);

        /** A piece of its arguments. */
        void toolInput(String json);

        /** Pieces of several calls come mixed, which cannot be handed on; throws. */
        void unordered();
    }

    public AnswerText(Reasoning reasoning, Sink sink) {
        this.mode = reasoning.mode();
        this.sink = sink;
    }

    /** Text of the answer, as the server sees it. */
    public void text(String added) {
        if (mode != Reasoning.Mode.INLINE) {
            split.delivered = false;
            splitter.add(added, split);
            if (!split.delivered) {
                sink.text("");
            }
            return;
        }
        if (thinkingInline) {
            thinkingInline = false;
            sink.text(END_THOUGHTS + added);
        } else {
            sink.text(added);
        }
    }

    /** Text of the thoughts, as the server sees them. */
    public void reasoning(String added) {
        switch (mode) {
            case INLINE -> {
                sink.text(thinkingInline ? added : BEGIN_THOUGHTS + added);
                thinkingInline = true;
            }
            case OFF -> sink.text("");
            case APART, LOW, MEDIUM, HIGH -> sink.reasoning(added);
        }
    }

    /** A piece of a tool call. */
    public void toolCall(int index, @Nullable String id, @Nullable String name, String arguments) {
        if (index < callIndex) {
            sink.unordered();
        }
        if (index > callIndex) {
            if (id != null) {
                pendingId = id;
            }
            if (name == null || name.isEmpty()) {
                return;
            }
            callIndex = index;
            sink.toolCall(pendingId == null ? "call_" + UUID.randomUUID() : pendingId, name);
            pendingId = null;
        }
        if (!arguments.isEmpty()) {
            sink.toolInput(arguments);
        }
    }

    /** Nothing follows. */
    public void end() {
        splitter.end(split);
        if (thinkingInline) {
            thinkingInline = false;
            sink.text(END_THOUGHTS);
        }
    }

    /** Whether a tool was asked for. */
    public boolean hasCalls() {
        return callIndex >= 0;
    }

    private final class Split implements ThoughtSplitter.Sink {
        private boolean delivered;

        @Override
        public void text(String text) {
            delivered = true;
            sink.text(text);
        }

        @Override
        public void reasoning(String text) {
            if (mode != Reasoning.Mode.OFF) {
                delivered = true;
                sink.reasoning(text);
            }
        }
    }
}
