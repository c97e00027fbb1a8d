package dev.outcrop.wire.error;

/**
 * An error as HTTP carries it.
 *
 * @param errorType value of the header {@code x-amzn-ErrorType}
 * @param body JSON, UTF-8
 */
@SuppressWarnings("ArrayRecordComponent") // made once, written once, never compared
public record WrittenError(int status, String errorType, byte[] body) {}
