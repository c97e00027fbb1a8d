package dev.outcrop.engines.gguf.answer;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;

/**
 * Reads one call, a JSON object, as it is written, so that arguments are handed on piece by piece. Linear in the text.
 * Not thread-safe.
 */
final class CallReader {
    private static final ObjectMapper JSON = new ObjectMapper();

    private enum State {
        BEFORE, KEY_OR_END, KEY, COLON, VALUE, NAME, ARGUMENTS, OTHER, COMMA_OR_END, DONE, BROKEN
    }

    private final String argumentsKey;
    private final AnswerParts parts;
    private final StringBuilder raw = new StringBuilder();
    private final StringBuilder word = new StringBuilder();
    /** Arguments that came before the name, or that are written as a text. */
    private final StringBuilder waiting = new StringBuilder();
    private final StringBuilder fresh = new StringBuilder();
    private State state = State.BEFORE;
    private @Nullable String name;
    private boolean hasArguments;
    private boolean quotedArguments;
    private int depth;
    private boolean inString;
    private boolean escaped;

    CallReader(String argumentsKey, AnswerParts parts) {
        this.argumentsKey = argumentsKey;
        this.parts = parts;
    }

    /** Takes one character; once the call is {@link #isOver} it takes no more. */
    void push(char c) {
        if (name == null) {
            raw.append(c);
        }
        take(c);
    }

    private void take(char c) {
        switch (state) {
            case BEFORE -> expect(c, '{', State.KEY_OR_END);
            case KEY_OR_END -> {
                if (c == '}') {
                    end();
                } else {
                    expectString(c, State.KEY);
                }
            }
            case KEY -> takeWord(c, State.COLON);
            case COLON -> {
                if (!Character.isWhitespace(c)) {
                    state = c == ':' ? State.VALUE : State.BROKEN;
                }
            }
            case VALUE -> beginValue(c);
            case NAME -> {
                takeWord(c, State.COMMA_OR_END);
                if (state == State.COMMA_OR_END) {
                    named(decoded(word.toString()));
                }
            }
            case ARGUMENTS, OTHER -> takeValue(c);
            case COMMA_OR_END -> {
                if (c == ',') {
                    state = State.KEY_OR_END;
                } else if (c == '}') {
                    end();
                } else if (!Character.isWhitespace(c)) {
                    state = State.BROKEN;
                }
            }
            case DONE, BROKEN -> throw new IllegalStateException("The call is over");
        }
    }

    /** Hands on what has been read of the arguments. */
    void flush() {
        if (!fresh.isEmpty()) {
            parts.input(fresh.toString());
            fresh.setLength(0);
        }
    }

    /** Whether the object is complete, or none. */
    boolean isOver() {
        return state == State.DONE || state == State.BROKEN;
    }

    /** What was read when it turned out, or may yet turn out, to be no call. */
    String unnamed() {
        return name == null ? raw.toString() : "";
    }

    private void expect(char c, char wanted, State next) {
        if (!Character.isWhitespace(c)) {
            state = c == wanted ? next : State.BROKEN;
        }
    }

    private void expectString(char c, State next) {
        expect(c, '"', next);
        if (state == next) {
            word.setLength(0);
            word.append('"');
            escaped = false;
        }
    }

    private void takeWord(char c, State next) {
        word.append(c);
        if (escaped) {
            escaped = false;
        } else if (c == '\\') {
            escaped = true;
        } else if (c == '"') {
            state = next;
        }
    }

    private void beginValue(char c) {
        if (Character.isWhitespace(c)) {
            return;
        }
        String key = decoded(word.toString());
        if (key.equals("name") && c == '"' && name == null) {
            expectString(c, State.NAME);
            return;
        }
        boolean arguments = !hasArguments && (key.equals(argumentsKey) || key.equals("arguments")
                || key.equals("parameters"));
        hasArguments = hasArguments || arguments;
        quotedArguments = arguments && c == '"';
        state = arguments ? State.ARGUMENTS : State.OTHER;
        depth = 0;
        inString = false;
        escaped = false;
        takeValue(c);
    }

    private void takeValue(char c) {
        if (!inString && depth == 0 && (c == ',' || c == '}' || c == ']')) {
            endValue();
            take(c);
            return;
        }
        if (state == State.ARGUMENTS) {
            (name == null || quotedArguments ? waiting : fresh).append(c);
        }
        if (inString) {
            if (escaped) {
                escaped = false;
            } else if (c == '\\') {
                escaped = true;
            } else if (c == '"') {
                inString = false;
                endAtTopLevel();
            }
        } else if (c == '"') {
            inString = true;
        } else if (c == '{' || c == '[') {
            depth++;
        } else if (c == '}' || c == ']') {
            depth--;
            endAtTopLevel();
        }
    }

    private void endAtTopLevel() {
        if (depth == 0) {
            endValue();
        }
    }

    private void endValue() {
        if (state == State.ARGUMENTS && quotedArguments) {
            String written = decoded(waiting.toString());
            waiting.setLength(0);
            (name == null ? waiting : fresh).append(written);
        }
        state = State.COMMA_OR_END;
    }

    private void named(String called) {
        name = called;
        raw.setLength(0);
        parts.call(called);
        fresh.append(waiting);
        waiting.setLength(0);
    }

    private void end() {
        if (name == null) {
            state = State.BROKEN;
            return;
        }
        state = State.DONE;
        flush();
    }

    private static String decoded(String json) {
        try {
            return JSON.readValue(json, String.class);
        } catch (JacksonException e) {
            return json.substring(1, json.length() - 1);
        }
    }
}
