package dev.outcrop.server.runtime;

import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/** Measures of text generation. Thread-safe. */
public final class InvocationMeters {
    private final Timer timeToFirstToken;
    private final Counter inputTokens;
    private final Counter outputTokens;
    private final Counter cancelled;

    public InvocationMeters(MeterRegistry registry) {
        timeToFirstToken = Timer.builder("outcrop.invocations.first.token")
                .description("From the request's head to the first token")
                .register(registry);
        inputTokens = Counter.builder("outcrop.tokens.input").description("Prompt tokens read").register(registry);
        outputTokens = Counter.builder("outcrop.tokens.output").description("Tokens generated").register(registry);
        cancelled = Counter.builder("outcrop.invocations.cancelled")
                .description("Generations stopped because the client left")
                .register(registry);
    }

    void firstToken(long nanos) {
        timeToFirstToken.record(nanos, TimeUnit.NANOSECONDS);
    }

    void tokens(int input, int output) {
        inputTokens.increment(input);
        outputTokens.increment(output);
    }

    void clientLeft() {
        cancelled.increment();
    }
}
