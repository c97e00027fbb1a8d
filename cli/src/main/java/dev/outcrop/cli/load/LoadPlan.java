package dev.outcrop.cli.load;

import java.net.URI;
import java.time.Duration;

/**
 * What the load generator does.
 *
 * @param endpoint where the server listens
 * @param target raw path of the operation, such as {@code /model/amazon.titan-text-express-v1/invoke}
 * @param body sent with every call
 * @param callers calls under way at once; each begins its next call when the last one ended
 * @param warmUp calls begun in this time are not counted
 * @param duration how long calls are counted
 * @param http2 speak HTTP/2 by prior knowledge
 */
public record LoadPlan(
        URI endpoint, String target, String body, int callers, Duration warmUp, Duration duration, boolean http2) {
    public LoadPlan {
        if (callers < 1) {
            throw new IllegalArgumentException("callers must be at least 1");
        }
    }
}
