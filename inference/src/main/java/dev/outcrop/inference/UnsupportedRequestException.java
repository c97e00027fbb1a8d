package dev.outcrop.inference;

/** The model cannot do what this request asks; the same request will fail again. */
public final class UnsupportedRequestException extends InferenceException {
    private static final long serialVersionUID = 1L;

    public UnsupportedRequestException(String message) {
        super(message);
    }
}
