package dev.outcrop.engines.gguf.answer;

/** Receives the parts of an answer in the order in which they were written. */
public interface AnswerParts {

    /** Words. */
    void text(String text);

    /** Thoughts. */
    void thought(String text);

    /** The beginning of a tool call. */
    void call(String name);

    /** A piece of the arguments of the call that began last. */
    void input(String json);
}
