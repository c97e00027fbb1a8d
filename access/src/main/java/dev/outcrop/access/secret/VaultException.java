package dev.outcrop.access.secret;

/** A sealed secret or the key to it cannot be used; the message says which and what to do, and nothing secret. */
public final class VaultException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public VaultException(String message) {
        super(message);
    }
}
