package dev.outcrop.engines.gguf.convert;

import dev.outcrop.inference.InferenceException;

/** A model that cannot be converted; the message says why, for the person who supplied it. */
public final class ConversionException extends InferenceException {
    private static final long serialVersionUID = 1L;

    public ConversionException(String message) {
        super(message);
    }

    public ConversionException(String message, Throwable cause) {
        super(message, cause);
    }
}
