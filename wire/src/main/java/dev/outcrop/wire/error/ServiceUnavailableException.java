package dev.outcrop.wire.error;

/** The service cannot take the request now. */
public final class ServiceUnavailableException extends ServiceException {
    private static final long serialVersionUID = 1L;

    public ServiceUnavailableException(String message) {
        super("ServiceUnavailableException", 503, message);
    }
}
