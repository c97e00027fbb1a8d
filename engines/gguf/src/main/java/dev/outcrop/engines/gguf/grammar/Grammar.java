package dev.outcrop.engines.gguf.grammar;

import java.util.List;

/**
 * The form of a text. Immutable and thread-safe.
 *
 * <p>JSON is written on one line, with at most one space after each {@code ,} and {@code :}.
 */
public sealed interface Grammar {

    /** Stands for "any number of times" in {@link #repeat}. */
    int UNBOUNDED = -1;

    /** Exactly this text. */
    record Literal(String text) implements Grammar {}

    /** One after the other. */
    record Sequence(List<Grammar> parts) implements Grammar {
        public Sequence {
            parts = List.copyOf(parts);
        }
    }

    /** One of them. */
    record AnyOf(List<Grammar> choices) implements Grammar {
        public AnyOf {
            choices = List.copyOf(choices);
            if (choices.isEmpty()) {
                throw new IllegalArgumentException("A choice needs something to choose from");
            }
        }
    }

    /**
     * The same several times.
     *
     * @param max {@link #UNBOUNDED} for any number
     */
    record Repeat(Grammar body, int min, int max) implements Grammar {
        public Repeat {
            if (min < 0 || (max != UNBOUNDED && max < min)) {
                throw new IllegalArgumentException("Not a range: " + min + " to " + max);
            }
        }
    }

    /** A JSON value that fits a JSON Schema. */
    record Schema(String schema) implements Grammar {}

    /** Text of any form up to and with {@code mark}, then {@code then}. */
    record After(String mark, Grammar then) implements Grammar {
        public After {
            requireText(mark);
        }
    }

    /**
     * Text of any form; what follows a {@code trigger} has the form {@code then}, and after that the text is free until
     * the next trigger. It may end wherever it is free.
     *
     * @param again whether the text goes on after {@code then}; else it ends there
     */
    record Triggered(String trigger, Grammar then, boolean again) implements Grammar {
        public Triggered {
            requireText(trigger);
        }
    }

    /** Any JSON value. */
    static Grammar json() {
        return new Schema("true");
    }

    /** Any JSON object. */
    static Grammar jsonObject() {
        return new Schema("{\"type\":\"object\"}");
    }

    /**
     * A JSON value that fits a schema; see {@code SchemaCompiler} for what is understood.
     *
     * @param schema the text of a JSON Schema
     * @throws SchemaException when the schema is damaged, too large, contradictory or uses what is not supported
     */
    static Grammar schema(String schema) {
        Grammar grammar = new Schema(schema);
        Program.of(grammar);
        return grammar;
    }

    /** Exactly this text. */
    static Grammar literal(String text) {
        return new Literal(text);
    }

    /** One after the other. */
    static Grammar sequence(Grammar... parts) {
        return new Sequence(List.of(parts));
    }

    /** One of them. */
    static Grammar anyOf(List<? extends Grammar> choices) {
        return new AnyOf(List.copyOf(choices));
    }

    /** One of them. */
    static Grammar anyOf(Grammar... choices) {
        return new AnyOf(List.of(choices));
    }

    /**
     * The same {@code min} to {@code max} times.
     *
     * @param max {@link #UNBOUNDED} for any number
     */
    static Grammar repeat(Grammar body, int min, int max) {
        return new Repeat(body, min, max);
    }

    private static void requireText(String mark) {
        if (mark.isEmpty()) {
            throw new IllegalArgumentException("A mark must not be empty");
        }
    }
}
