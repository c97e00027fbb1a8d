package dev.outcrop.server.guardrail;

/** When the text of a stream is assessed. */
public enum StreamProcessingMode {
    /** Before it is sent. */
    SYNCHRONOUS,
    /** Beside it: what comes after a detection is not sent, and nothing is masked. */
    ASYNCHRONOUS
}
