package dev.outcrop.engines.gguf.answer;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Takes an answer apart as it is written. Holds back only what may become a marker. Not thread-safe.
 *
 * <p>What looked like a call and is none stays text.
 */
public final class AnswerReader {
    /** Around thoughts: DeepSeek-R1, Qwen 3 and those that learned from them. */
    public static final String THOUGHT_OPEN = "<think>";
    /** Ends thoughts. */
    public static final String THOUGHT_CLOSE = "</think>";

    private enum State {
        START, TEXT, THOUGHT, BETWEEN_CALLS, CALL, AFTER_CALL, AFTER_THOUGHT
    }

    private final @Nullable ToolFormat tools;
    private final boolean thoughts;
    private final AnswerParts parts;
    private final StringBuilder held = new StringBuilder();
    private State state;
    /** Models break the line after the marker; thoughts begin with their first word. */
    private boolean thinkingBegan;
    private @Nullable CallReader call;

    /**
     * @param tools how calls are written, or null when none is offered
     * @param thoughts whether thoughts are kept apart
     * @param thinking whether the prompt has begun a thought already
     */
    public AnswerReader(@Nullable ToolFormat tools, boolean thoughts, boolean thinking, AnswerParts parts) {
        this.tools = tools;
        this.thoughts = thoughts;
        this.parts = parts;
        this.state = thoughts && thinking ? State.THOUGHT : State.START;
    }

    /** Markers that must reach {@link #push} even where they are control tokens. */
    public List<String> markers() {
        List<String> markers = new ArrayList<>();
        if (thoughts) {
            markers.add(THOUGHT_OPEN);
            markers.add(THOUGHT_CLOSE);
        }
        if (tools != null) {
            markers.addAll(List.of(tools.open(), tools.alternative(), tools.close()));
            markers.removeIf(String::isEmpty);
        }
        return markers;
    }

    /** Whether a thought is under way. */
    public boolean isThinking() {
        return state == State.THOUGHT;
    }

    /** Adds text. */
    public void push(String text) {
        held.append(text);
        boolean goesOn = true;
        while (goesOn && !held.isEmpty()) {
            goesOn = step();
        }
        if (call != null) {
            call.flush();
        }
    }

    /**
     * The answer was cut off: a call without its name cannot be told of, and is no text either.
     *
     * @param demanded whether the answer was to be a call, so that what may have begun one has
     */
    public void cutOff(boolean demanded) {
        boolean marked = tools != null && !tools.open().isEmpty();
        if ((state == State.CALL && (demanded || marked)) || (state == State.TEXT && demanded)) {
            CallReader open = call;
            if (open != null) {
                open.flush();
            }
            call = null;
            held.setLength(0);
        }
        end();
    }

    /** The answer is over: what was held back is text after all. */
    public void end() {
        CallReader open = call;
        if (state == State.CALL && open != null) {
            open.flush();
            emitText(open.unnamed());
        }
        if (!held.isEmpty() && state != State.BETWEEN_CALLS && state != State.AFTER_CALL) {
            if (state == State.THOUGHT) {
                parts.thought(held.toString());
            } else {
                emitText(held.toString());
            }
        }
        held.setLength(0);
        call = null;
    }

    /** Returns whether more can be done with what is held. */
    private boolean step() {
        return switch (state) {
            case START -> start();
            case TEXT -> text();
            case THOUGHT -> thought();
            case AFTER_THOUGHT -> skipBlanks(State.START);
            case BETWEEN_CALLS -> betweenCalls();
            case CALL -> inCall();
            case AFTER_CALL -> afterCall();
        };
    }

    private boolean skipBlanks(State next) {
        int blanks = 0;
        while (blanks < held.length() && Character.isWhitespace(held.charAt(blanks))) {
            blanks++;
        }
        held.delete(0, blanks);
        if (held.isEmpty()) {
            return false;
        }
        state = next;
        return true;
    }

    /** An answer, or what follows a thought, that begins with an object is a call in the format without a marker. */
    private boolean start() {
        if (tools != null && tools.open().isEmpty()) {
            int first = 0;
            while (first < held.length() && Character.isWhitespace(held.charAt(first))) {
                first++;
            }
            if (first == held.length()) {
                return false;
            }
            if (held.charAt(first) == '{') {
                held.delete(0, first);
                beginCall();
                return true;
            }
        }
        state = State.TEXT;
        return true;
    }

    private boolean text() {
        List<String> markers = new ArrayList<>();
        if (thoughts) {
            markers.add(THOUGHT_OPEN);
        }
        if (tools != null) {
            markers.addAll(List.of(tools.open(), tools.alternative()));
            markers.removeIf(String::isEmpty);
        }
        String found = first(markers);
        if (found == null) {
            emitText(taken(held.length() - heldBack(markers)));
            return false;
        }
        String before = taken(held.indexOf(found));
        held.delete(0, found.length());
        boolean isThought = found.equals(THOUGHT_OPEN);
        emitText(before.isBlank() ? "" : before);
        state = isThought ? State.THOUGHT : State.BETWEEN_CALLS;
        return true;
    }

    private boolean thought() {
        String found = first(List.of(THOUGHT_CLOSE));
        String added = taken(found == null ? held.length() - heldBack(List.of(THOUGHT_CLOSE)) : held.indexOf(found));
        if (!thinkingBegan) {
            added = added.stripLeading();
            thinkingBegan = !added.isEmpty();
        }
        if (!added.isEmpty()) {
            parts.thought(added);
        }
        if (found == null) {
            return false;
        }
        held.delete(0, found.length());
        thinkingBegan = false;
        state = State.AFTER_THOUGHT;
        return true;
    }

    private boolean betweenCalls() {
        char c = held.charAt(0);
        if (c == '{') {
            beginCall();
        } else if (Character.isWhitespace(c) || c == ';' || (isList() && (c == '[' || c == ','))) {
            held.deleteCharAt(0);
        } else {
            if (isList() && c == ']') {
                held.deleteCharAt(0);
            }
            state = State.TEXT;
        }
        return true;
    }

    private void beginCall() {
        call = new CallReader(tools == null ? "" : tools.arguments(), parts);
        state = State.CALL;
    }

    private boolean inCall() {
        CallReader reading = call;
        if (reading == null) {
            throw new IllegalStateException("No call is being read");
        }
        int read = 0;
        while (read < held.length() && !reading.isOver()) {
            reading.push(held.charAt(read++));
        }
        held.delete(0, read);
        if (reading.isOver()) {
            emitText(reading.unnamed());
            call = null;
            state = State.AFTER_CALL;
        }
        return true;
    }

    private boolean afterCall() {
        String close = tools == null ? "" : tools.close();
        if (close.isEmpty()) {
            state = State.BETWEEN_CALLS;
            return true;
        }
        if (!skipBlanks(State.AFTER_CALL)) {
            return false;
        }
        if (held.length() < close.length() && close.startsWith(held.toString())) {
            return false;
        }
        if (held.indexOf(close) == 0) {
            held.delete(0, close.length());
            return skipBlanks(State.TEXT);
        }
        state = State.TEXT;
        return true;
    }

    private boolean isList() {
        return tools != null && tools.isList();
    }

    private void emitText(String text) {
        if (!text.isEmpty()) {
            parts.text(text);
        }
    }

    private String taken(int length) {
        String taken = held.substring(0, length);
        held.delete(0, length);
        return taken;
    }

    private @Nullable String first(List<String> markers) {
        String found = null;
        int at = Integer.MAX_VALUE;
        for (String marker : markers) {
            int index = held.indexOf(marker);
            if (index >= 0 && index < at) {
                at = index;
                found = marker;
            }
        }
        return found;
    }

    /** Chars at the end that a marker may begin with. */
    private int heldBack(List<String> markers) {
        int most = 0;
        for (String marker : markers) {
            for (int length = Math.min(marker.length() - 1, held.length()); length > most; length--) {
                if (marker.startsWith(held.substring(held.length() - length))) {
                    most = length;
                }
            }
        }
        return most;
    }
}
