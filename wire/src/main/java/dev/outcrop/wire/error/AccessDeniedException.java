package dev.outcrop.wire.error;

/** The caller may not do this. */
public final class AccessDeniedException extends ServiceException {
    private static final long serialVersionUID = 1L;

    public AccessDeniedException(String message) {
        super("AccessDeniedException", 403, message);
    }
}
