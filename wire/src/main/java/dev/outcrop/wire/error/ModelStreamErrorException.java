package dev.outcrop.wire.error;

import java.util.Map;

/** The model failed after the stream had begun. */
public final class ModelStreamErrorException extends ServiceException {
    private static final long serialVersionUID = 1L;

    public ModelStreamErrorException(String message) {
        super("ModelStreamErrorException", 424, message);
    }

    /**
     * @param originalStatusCode the HTTP status that the model's own server gave
     * @param originalMessage what the model's own server said
     */
    public ModelStreamErrorException(String message, int originalStatusCode, String originalMessage) {
        super(
                "ModelStreamErrorException",
                424,
                message,
                Map.of("originalStatusCode", originalStatusCode, "originalMessage", originalMessage));
    }
}
