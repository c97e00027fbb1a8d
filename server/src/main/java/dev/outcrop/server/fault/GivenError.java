package dev.outcrop.server.fault;

import dev.outcrop.wire.error.ServiceException;

/**
 * An error that nothing but a rule causes.
 *
 * @param code the error shape's name, such as {@code ThrottlingException}
 * @param status the HTTP status that the API documents for it
 */
public record GivenError(String code, int status, String message) {

    /** The error as the caller sees it. */
    ServiceException exception() {
        return new InjectedError(this);
    }

    private static final class InjectedError extends ServiceException {
        private static final long serialVersionUID = 1L;

        InjectedError(GivenError error) {
            super(error.code(), error.status(), error.message());
        }
    }
}
