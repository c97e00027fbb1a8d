package dev.outcrop.documents;

import org.jspecify.annotations.Nullable;

/**
 * A document that was not read, and why. The message is a sentence about the document, fit for the client that sent it: it
 * quotes neither the document nor a library.
 */
public final class DocumentException extends RuntimeException {

    /** What stood in the way. */
    public enum Reason {
        /** More bytes, characters, pages, parts or expansion than {@link DocumentLimits} allows. */
        TOO_LARGE,
        /** A password is needed. */
        ENCRYPTED,
        /** It begins as the named format and does not go on as one. */
        MALFORMED,
        /** Not read within {@link DocumentLimits#deadline()}. */
        TOO_SLOW,
        /** The bytes are not of the named format. */
        WRONG_FORMAT,
        /** Every reader is taken by other documents: the fault of the load, not of this document. */
        BUSY
    }

    private final Reason reason;

    DocumentException(Reason reason, String message) {
        this(reason, message, null);
    }

    DocumentException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
