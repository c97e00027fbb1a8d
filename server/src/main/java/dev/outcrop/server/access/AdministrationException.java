package dev.outcrop.server.access;

/** A change of users, keys or policies that cannot be made; the message says why, for whoever wanted it. */
public final class AdministrationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message a sentence for people */
    public AdministrationException(String message) {
        super(message);
    }
}
