package dev.outcrop.wire.error;

import java.util.Map;

/** The resource would have more tags than one may have. */
public final class TooManyTagsException extends ServiceException {
    private static final long serialVersionUID = 1L;

    /** @param resourceName the ARN of the resource */
    public TooManyTagsException(String message, String resourceName) {
        super("TooManyTagsException", 400, message, Map.of("resourceName", resourceName));
    }
}
