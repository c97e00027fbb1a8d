package dev.outcrop.inference;

import java.util.ArrayList;
import java.util.List;

/** Puts an {@link Answer} together from what a {@link GenerationListener} hears. Not thread-safe. */
public final class AnswerBuilder {
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
        endCall();
        callId = id;
        callName = name;
        calling = true;
    }

    /** As {@link GenerationListener#onToolInput}. */
    public void toolInput(String added) {
        input.append(added);
    }

    /** Everything so far. */
    public Answer answer() {
        endCall();
        return new Answer(text.toString(), reasoning.toString(), calls);
    }

    /** A call without arguments has none written; its input is the empty object all the same. */
    private void endCall() {
        if (calling) {
            calls.add(new ToolCall(callId, callName, input.isEmpty() ? "{}" : input.toString()));
            input.setLength(0);
            calling = false;
        }
    }
}
