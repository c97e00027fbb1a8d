package dev.outcrop.wire.error;

import java.util.Map;

/**
 * An error as the caller sees it: a code (the error shape's name), an HTTP status, a message, further body members.
 *
 * <p>Carries no stack trace: it is an answer, not a defect.
 */
public abstract class ServiceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final int status;
    private final transient Map<String, Object> members;

    /** Which part of the service refuses; it shows in the error's namespace. */
    public enum Origin {
        /** The service itself. */
        SERVICE,
        /** What checks credentials in front of it. */
        AUTHENTICATION
    }

    protected ServiceException(String code, int status, String message) {
        this(code, status, message, Map.of());
    }

    protected ServiceException(String code, int status, String message, Map<String, Object> members) {
        super(message, null, false, false);
        this.code = code;
        this.status = status;
        this.members = Map.copyOf(members);
    }

    /** The error shape's name, such as {@code ValidationException}. */
    public final String code() {
        return code;
    }

    /** The HTTP status. */
    public final int status() {
        return status;
    }

    /** The message; never null. */
    public final String message() {
        return String.valueOf(getMessage());
    }

    /** Members of the body beside {@code message}: strings and integers. */
    public final Map<String, Object> members() {
        return members;
    }

    /** Which part of the service refuses. */
    public Origin origin() {
        return Origin.SERVICE;
    }

    /** The name of the body's member that holds the message. */
    public String messageMember() {
        return "message";
    }
}
