package dev.outcrop.server.invocationlog;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

import dev.outcrop.server.http.AnswerWatch;
import dev.outcrop.server.http.Exchange;
import dev.outcrop.server.http.Names;
import org.jspecify.annotations.Nullable;

/** Hears one call. Keeps references to what is sent anyway, and copies nothing. */
final class Capture implements AnswerWatch {

    /** Most bytes of a streamed answer that are kept: what a request may have. */
    static final int MOST_OUTPUT = 25_000_000;

    /** Ids and ARNs of the inference profiles that may have a call answered in other regions. */
    private static final Pattern CROSS_REGION = Pattern
            .compile("(arn:[^:]*:bedrock:[^:]*:[^:]*:inference-profile/)?(us-gov|us|eu|apac|jp|au|ca|global)\\..+");

    private final Exchange exchange;
    private final String operation;
    private final String modelId;
    private final String region;
    private final boolean keepsBodies;
    private final Instant time;
    private final BiConsumer<LoggedCall, Runnable> log;
    private final List<LoggedCall.Part> parts = new ArrayList<>();
    private long kept;
    private int inputTokens = -1;
    private int outputTokens = -1;
    private boolean vectors;

    /** @param log takes what was heard, and runs the other once it is safe */
    Capture(
            Exchange exchange,
            String operation,
            String modelId,
            String region,
            boolean keepsBodies,
            Instant time,
            BiConsumer<LoggedCall, Runnable> log) {
        this.exchange = exchange;
        this.operation = operation;
        this.modelId = modelId;
        this.region = region;
        this.keepsBodies = keepsBodies;
        this.time = time;
        this.log = log;
    }

    @Override
    public void part(String type, byte[] json) {
        if (keepsBodies && kept + json.length <= MOST_OUTPUT) {
            kept += json.length;
            parts.add(new LoggedCall.Part(type, json));
        }
    }

    @Override
    public void tokens(int input, int output) {
        inputTokens = input;
        outputTokens = output;
    }

    @Override
    public void vectors() {
        vectors = true;
    }

    @Override
    public void answered(@Nullable String errorCode, byte[] body, Runnable send) {
        // An error's own body says no more than its code.
        if (errorCode == null && body.length > 0 && keepsBodies) {
            parts.add(new LoggedCall.Part(LoggedCall.Part.BODY, body));
        }
        log.accept(call(errorCode), send);
    }

    @Override
    public void left(@Nullable String errorCode) {
        log.accept(call(errorCode), () -> {});
    }

    private LoggedCall call(@Nullable String errorCode) {
        return new LoggedCall(
                time,
                exchange.requestId(),
                operation,
                modelId,
                exchange.principal().arn(),
                CROSS_REGION.matcher(modelId).matches() ? region : null,
                errorCode,
                exchange.headers().get("content-type"),
                exchange.headers().get(Names.PERFORMANCE_LATENCY.toString()),
                exchange.headers().get(Names.SERVICE_TIER.toString()),
                inputTokens,
                outputTokens,
                vectors,
                // A conversation's body also says what it was asked with.
                keepsBodies || operation.startsWith("Converse") ? exchange.body() : new byte[0],
                parts);
    }
}
