package dev.outcrop.server.runtime;

import java.util.function.Function;

import dev.outcrop.inference.InferenceException;
import dev.outcrop.inference.OverloadedException;
import dev.outcrop.inference.PromptTooLongException;
import dev.outcrop.inference.TimedOutException;
import dev.outcrop.inference.UnavailableException;
import dev.outcrop.inference.UnsupportedRequestException;
import dev.outcrop.inference.UpstreamException;
import dev.outcrop.wire.error.ModelErrorException;
import dev.outcrop.wire.error.ModelStreamErrorException;
import dev.outcrop.wire.error.ModelTimeoutException;
import dev.outcrop.wire.error.ServiceException;
import dev.outcrop.wire.error.ServiceUnavailableException;
import dev.outcrop.wire.error.ThrottlingException;
import dev.outcrop.wire.error.ValidationException;

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
            case TimedOutException timedOut ->
                new ModelTimeoutException("Model has timed out in processing the request. Try your request again.");
            case UnavailableException unavailable -> new ServiceUnavailableException(message(unavailable));
            case UnsupportedRequestException unsupported -> new ValidationException(message(unsupported));
            case UpstreamException upstream when upstream.status() >= 100 ->
                new ModelErrorException(message(upstream), upstream.status(), upstream.model());
            case InferenceException failed -> new ModelErrorException(message(failed));
            default -> failure;
        };
    }

    private static String message(InferenceException failure) {
        return String.valueOf(failure.getMessage());
    }

    /**
     * After it: an exception inside the stream. Always the one that clients do not answer by replaying the call
     * (the Java SDK repeats a stream that ends with a throttling or internal exception).
     */
    static ServiceException inStream(ServiceException visible) {
        return switch (visible) {
            case ModelStreamErrorException same -> same;
            case ModelErrorException error when error.members().get("originalStatusCode") instanceof Integer status ->
                new ModelStreamErrorException(error.message(), status, error.message());
            default -> new ModelStreamErrorException(visible.message());
        };
    }
}
