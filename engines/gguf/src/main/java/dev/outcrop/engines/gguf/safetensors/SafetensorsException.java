package dev.outcrop.engines.gguf.safetensors;

import dev.outcrop.inference.InferenceException;

/** Safetensors files that cannot be used; the message says why, for the person who supplied them. */
public final class SafetensorsException extends InferenceException {
    private static final long serialVersionUID = 1L;

    public SafetensorsException(String message) {
        super(message);
    }

    public SafetensorsException(String message, Throwable cause) {
        super(message, cause);
    }
}
