package dev.outcrop.cli.call;

/** The server answered with an error. */
public final class CallException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final String requestId;

    CallException(String code, String message, String requestId) {
        super(message);
        this.code = code;
        this.requestId = requestId;
    }

    /** The error's code, such as {@code ValidationException}. */
    public String code() {
        return code;
    }

    /** The request's id, or an empty text. */
    public String requestId() {
        return requestId;
    }
}
