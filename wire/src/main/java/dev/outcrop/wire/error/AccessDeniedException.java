package dev.outcrop.wire.error;

/** The caller may not do this, or its API key is not accepted. */
public final class AccessDeniedException extends ServiceException {
    private static final long serialVersionUID = 1L;

    private final Origin origin;
    private final boolean bearer;

    /** The caller, known by its signature, may not do this. */
    public AccessDeniedException(String message) {
        this(message, Origin.SERVICE, false);
    }

    private AccessDeniedException(String message, Origin origin, boolean bearer) {
        super("AccessDeniedException", 403, message);
        this.origin = origin;
        this.bearer = bearer;
    }

    /** The caller, known by its API key, may not do this. */
    public static AccessDeniedException ofBearer(String message) {
        return new AccessDeniedException(message, Origin.SERVICE, true);
    }

    /** The API key is not accepted. */
    public static AccessDeniedException ofApiKey(String message) {
        return new AccessDeniedException(message, Origin.AUTHENTICATION, true);
    }

    @Override
    public Origin origin() {
        return origin;
    }

    /** Calls with API keys are refused by another part of the service, which begins the name with a capital. */
    @Override
    public String messageMember() {
        return bearer ? "Message" : super.messageMember();
    }
}
