package dev.outcrop.engines.gguf.grammar;

import dev.outcrop.inference.InferenceException;

/** A JSON Schema cannot be followed. */
public final class SchemaException extends InferenceException {

    private static final long serialVersionUID = 1L;

    private final String pointer;

    SchemaException(String pointer, String message) {
        super("The JSON schema at '" + pointer + "': " + message);
        this.pointer = pointer;
    }

    /** JSON pointer (RFC 6901) of the place in the schema; empty for all of it. */
    public String pointer() {
        return pointer;
    }
}
