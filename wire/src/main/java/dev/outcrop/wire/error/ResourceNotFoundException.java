package dev.outcrop.wire.error;

/** What the request names does not exist. */
public final class ResourceNotFoundException extends ServiceException {
    private static final long serialVersionUID = 1L;

    public ResourceNotFoundException(String message) {
        super("ResourceNotFoundException", 404, message);
    }
}
