package dev.outcrop.wire.error;

import java.util.Map;

/** The model failed on this request before it answered. */
public final class ModelErrorException extends ServiceException {
    private static final long serialVersionUID = 1L;

    public ModelErrorException(String message) {
        super("ModelErrorException", 424, message);
    }

    /**
     * @param originalStatusCode the HTTP status that the model's own server gave
     * @param resourceName the model that failed
     */
    public ModelErrorException(String message, int originalStatusCode, String resourceName) {
        super(
                "ModelErrorException",
                424,
                message,
                Map.of("originalStatusCode", originalStatusCode, "resourceName", resourceName));
    }
}
