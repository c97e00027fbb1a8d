package dev.outcrop.inference;

/** The server that runs the model failed. */
public final class UpstreamException extends InferenceException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String model;

    /**
     * @param message what the server said, for the caller
     * @param status the HTTP status that it answered with, 200 when it failed after that, 0 when it gave none
     * @param model what it calls the model
     */
    public UpstreamException(String message, int status, String model) {
        super(message);
        this.status = status;
        this.model = model;
    }

    /** The HTTP status, or 0. */
    public int status() {
        return status;
    }

    /** What the server calls the model. */
    public String model() {
        return model;
    }
}
