package dev.outcrop.server.runtime;

import java.util.function.Function;

import dev.outcrop.inference.InferenceException;
import dev.outcrop.inference.OverloadedException;
import dev.outcrop.inference.PromptTooLongException;
import dev.outcrop.wire.error.ModelErrorException;
import dev.outcrop.wire.error.ModelStreamErrorException;
import dev.outcrop.wire.error.ServiceException;
import dev.outcrop.wire.error.ThrottlingException;

/** What an engine's failure is to the caller. */
final class Failures {

    private Failures() {}

    /** Before anything was sent: an HTTP error. */
    static RuntimeException beforeFirstToken(
            RuntimeException failure, Function<PromptTooLongException, ServiceException> promptTooLong) {
        return failure instanceof PromptTooLongException tooLong
                ? promptTooLong.apply(tooLong)
                : visible(failure);
    }

    /** Whatever an engine fails with, but for a prompt that is too long. */
    static RuntimeException visible(RuntimeException failure) {
        return switch (failure) {
            case OverloadedException overloaded ->
                new ThrottlingException("Too many requests, please wait before trying again.");
            case InferenceException failed -> new ModelErrorException(String.valueOf(failed.getMessage()));
            default -> failure;
        };
    }

    /**
     * After it: an exception inside the stream. Always the one that clients do not answer by replaying the call
     * (the Java SDK repeats a stream that ends with a throttling or internal exception).
     */
    static ServiceException inStream(ServiceException visible) {
        return visible instanceof ModelStreamErrorException same
                ? same
                : new ModelStreamErrorException(visible.message());
    }
}
