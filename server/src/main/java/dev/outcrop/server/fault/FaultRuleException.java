package dev.outcrop.server.fault;

/** A rule that cannot be followed; the message says which and why. */
public final class FaultRuleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FaultRuleException(String message) {
        super(message);
    }
}
