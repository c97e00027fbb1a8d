package dev.outcrop.engines.remote.openai;

/**
 * Tells thoughts from the answer where a server leaves both in the text: thoughts stand first, between {@code <think>}
 * and {@code </think>} (DeepSeek-R1, Qwen 3). Text that may become a marker is held back until that is known, at most
 * the marker's length. Not thread-safe.
 */
final class ThoughtSplitter {
    private static final String BEGIN = "<think>";
    private static final String END = "</think>";

    /** Hears the two apart. */
    interface Sink {
        void text(String text);

        void reasoning(String text);
    }

    private enum State {
        BEFORE, THINKING, AFTER, ANSWERING
    }

    private State state = State.BEFORE;
    private String held = "";

    void add(String text, Sink sink) {
        switch (state) {
            case BEFORE -> before(held + text, sink);
            case THINKING -> thinking(held + text, sink);
            case AFTER -> after(text, sink);
            case ANSWERING -> sink.text(text);
        }
    }

    /** Nothing follows: what was held back is what it looks like. */
    void end(Sink sink) {
        String rest = held;
        held = "";
        if (!rest.isEmpty()) {
            if (state == State.THINKING) {
                sink.reasoning(rest);
            } else {
                sink.text(rest);
            }
        }
    }

    private void before(String text, Sink sink) {
        String begun = text.stripLeading();
        if (begun.length() < BEGIN.length() && BEGIN.startsWith(begun)) {
            held = text;
            return;
        }
        held = "";
        if (begun.startsWith(BEGIN)) {
            state = State.THINKING;
            String thoughts = begun.substring(BEGIN.length());
            thinking(thoughts.startsWith("\n") ? thoughts.substring(1) : thoughts, sink);
        } else {
            state = State.ANSWERING;
            sink.text(text);
        }
    }

    private void thinking(String text, Sink sink) {
        int end = text.indexOf(END);
        if (end >= 0) {
            if (end > 0) {
                sink.reasoning(text.substring(0, end));
            }
            held = "";
            state = State.AFTER;
            after(text.substring(end + END.length()), sink);
            return;
        }
        int keep = Math.min(END.length() - 1, text.length());
        while (!text.endsWith(END.substring(0, keep))) {
            keep--;
        }
        held = text.substring(text.length() - keep);
        if (keep < text.length()) {
            sink.reasoning(text.substring(0, text.length() - keep));
        }
    }

    /** The line breaks between thoughts and answer belong to neither. */
    private void after(String text, Sink sink) {
        String answer = text.stripLeading();
        if (!answer.isEmpty()) {
            state = State.ANSWERING;
            sink.text(answer);
        }
    }
}
