package dev.outcrop.inference;

import java.util.ArrayList;
import java.util.List;

/** Puts an {@link Answer} together from what a {@link GenerationListener} hears. Not thread-safe. */
public final class AnswerBuilder {
    private static final String NO_ARGUMENTS = "{}";

    private final StringBuilder text = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final List<ToolCall> calls = new ArrayList<>();
    private final StringBuilder input = new StringBuilder();
    private String callId = "";
    private String callName = "";
    private boolean calling;

    /** As {@link GenerationListener#onText}. */
    public void text(String added) {
        text.append(added);
    }

    /** As {@link GenerationListener#onReasoning}. */
    public void reasoning(String added) {
        reasoning.append(added);
    }

    /** As {@link GenerationListener#onToolCall}. */
    public void toolCall(String id, String name) {
        endCall(NO_ARGUMENTS);
        callId = id;
        callName = name;
        calling = true;
    }

    /** As {@link GenerationListener#onToolInput}. */
    public void toolInput(String added) {
        input.append(added);
    }

    /** Everything so far, of an answer that was not cut off. */
    public Answer answer() {
        return answer(StopReason.END_OF_TURN);
    }

    /**
     * Everything so far. A last call that was cut off before its arguments has the empty text for input, which is no JSON.
     *
     * @param ended why there is no more
     */
    public Answer answer(StopReason ended) {
        endCall(ended.isOwnEnd() ? NO_ARGUMENTS : "");
        return new Answer(text.toString(), reasoning.toString(), calls);
    }

    /** A call without arguments has none written; its input is the empty object all the same. */
    private void endCall(String unwritten) {
        if (calling) {
            calls.add(new ToolCall(callId, callName, input.isEmpty() ? unwritten : input.toString()));
            input.setLength(0);
            calling = false;
        }
    }
}
