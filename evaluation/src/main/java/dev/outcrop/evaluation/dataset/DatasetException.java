package dev.outcrop.evaluation.dataset;

import java.io.Serial;

/** A data set that cannot be used. The message says which line, and what to do. */
public final class DatasetException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    /** A fault of the whole file. */
    public DatasetException(String message) {
        super(message);
    }

    /** A fault of one line, counted from 1. */
    public DatasetException(long line, String message) {
        super("line " + line + ": " + message);
    }
}
