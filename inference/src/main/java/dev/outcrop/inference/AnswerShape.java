package dev.outcrop.inference;

/** The form that an answer must have. An engine that cannot hold a model to it refuses the request. */
public sealed interface AnswerShape {

    /** Any text. */
    AnswerShape TEXT = new Text();

    /** A JSON object. */
    AnswerShape JSON = new Json();

    /** Any text. */
    record Text() implements AnswerShape {}

    /** A JSON object. */
    record Json() implements AnswerShape {}

    /**
     * A JSON value of this schema.
     *
     * @param schema the text of a JSON Schema
     */
    record Schema(String schema) implements AnswerShape {}
}
