package dev.outcrop.engines.gguf.file;

import dev.outcrop.inference.InferenceException;

/** A GGUF file that cannot be used; the message says why, for the person who supplied the file. */
public final class GgufException extends InferenceException {
    private static final long serialVersionUID = 1L;

    public GgufException(String message) {
        super(message);
    }

    public GgufException(String message, Throwable cause) {
        super(message, cause);
    }
}
