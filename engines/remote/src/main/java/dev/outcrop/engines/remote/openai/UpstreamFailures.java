package dev.outcrop.engines.remote.openai;

import java.nio.charset.StandardCharsets;

import dev.outcrop.inference.InferenceException;
import dev.outcrop.inference.OverloadedException;
import dev.outcrop.inference.PromptTooLongException;
import dev.outcrop.inference.TimedOutException;
import dev.outcrop.inference.UnsupportedRequestException;
import dev.outcrop.inference.UpstreamException;

/**
 * What a server's error is to the caller. Thread-safe.
 *
 * @param model what the server calls the model
 * @param contextLength what is reported when the server does not say
 */
public record UpstreamFailures(String model, int contextLength) {

    private static final int REDIRECTS = 300;
    private static final int CLIENT_ERRORS = 400;

    /** Reads the body of a response that is an error. */
    public static UpstreamError read(byte[] body, int length) {
        return UpstreamError.of(body, length);
    }

    /** A chunk of a stream that cannot be read. */
    public UpstreamException malformed(byte[] data, int length) {
        String start = new String(data, 0, Math.min(length, 100), StandardCharsets.UTF_8);
        return new UpstreamException(
                "The model's server sent a chunk that cannot be read: " + start, 200, model);
    }

    /** An error with this status. */
    public InferenceException of(int status, UpstreamError error) {
        if (error.contextExceeded()) {
            return tooLong(error);
        }
        return switch (status) {
            case 429 -> new OverloadedException("The model's server has too much to do: " + error.message());
            case 408, 504 -> new TimedOutException("The model's server timed out: " + error.message());
            case 400, 413, 415, 422 -> new UnsupportedRequestException(
                    error.message().isEmpty() ? "The model's server refused the request." : error.message());
            default -> new UpstreamException(text(status, error), status, model);
        };
    }

    private PromptTooLongException tooLong(UpstreamError error) {
        int length = error.contextLength() >= 0 ? error.contextLength() : contextLength;
        return new PromptTooLongException(error.promptTokens() >= 0 ? error.promptTokens() : length + 1, length);
    }

    private static String text(int status, UpstreamError error) {
        if (status >= REDIRECTS && status < CLIENT_ERRORS) {
            return "The model's server answered with a redirect (" + status + "), which is not followed.";
        }
        return switch (status) {
            case 401, 403 -> "The model's server refused the credentials that it was called with.";
            default -> error.message().isEmpty()
                    ? "The model's server answered with status " + status + "."
                    : error.message();
        };
    }
}
