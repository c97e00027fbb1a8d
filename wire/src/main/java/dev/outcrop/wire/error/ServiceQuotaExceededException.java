package dev.outcrop.wire.error;

/** The request would exceed a quota. */
public final class ServiceQuotaExceededException extends ServiceException {
    private static final long serialVersionUID = 1L;

    public ServiceQuotaExceededException(String message) {
        super("ServiceQuotaExceededException", 400, message);
    }
}
