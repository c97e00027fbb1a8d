package dev.outcrop.server.metrics;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/**
 * Measures of invocations, named and bounded as OpenTelemetry's semantic conventions for generative AI have them. Thread-safe.
 *
 * <p>Models are told apart by the id of the model that answers, never by what a caller writes, and no more than
 * {@link #MOST_MODELS} of them: further ones are counted together, so that no caller can make series without end.
 */
public final class InvocationMeters {

    /** The model label of what is counted together. */
    static final String OTHER = "other";

    /** Kinds of invocations and models that have series of their own. */
    static final int MOST_MODELS = 200;

    private static final double[] TOKEN_BUCKETS = {1, 4, 16, 64, 256, 1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576,
            4_194_304, 16_777_216, 67_108_864};
    private static final Duration[] REQUEST_BUCKETS = millis(10, 20, 40, 80, 160, 320, 640, 1_280, 2_560, 5_120, 10_240,
            20_480, 40_960, 81_920);
    private static final Duration[] FIRST_TOKEN_BUCKETS = millis(1, 5, 10, 20, 40, 60, 80, 100, 250, 500, 750, 1_000,
            2_500, 5_000, 7_500, 10_000);
    private static final Duration[] OUTPUT_TOKEN_BUCKETS = millis(10, 25, 50, 75, 100, 150, 200, 300, 400, 500, 750,
            1_000, 2_500);

    private final MeterRegistry registry;
    private final Map<Kind, Series> series = new ConcurrentHashMap<>();
    private final Map<Failed, Timer> durations = new ConcurrentHashMap<>();
    private final Counter inputTokens;
    private final Counter outputTokens;
    private final Counter cancelled;

    /** @param operation {@code gen_ai.operation.name} */
    private record Kind(String operation, String model) {}

    private record Failed(Kind kind, String error) {}

    private record Series(
            Kind kind, DistributionSummary input, DistributionSummary output, Timer firstToken, Timer perToken) {}

    public InvocationMeters(MeterRegistry registry) {
        this.registry = registry;
        inputTokens = Counter.builder("outcrop.tokens.input").description("Prompt tokens read").register(registry);
        outputTokens = Counter.builder("outcrop.tokens.output").description("Tokens generated").register(registry);
        cancelled = Counter.builder("outcrop.invocations.cancelled")
                .description("Generations stopped because the client left")
                .register(registry);
    }

    /**
     * Measures of one invocation.
     *
     * @param operation of the API, such as {@code ConverseStream}
     * @param startNanos {@link System#nanoTime} when its request had arrived
     */
    public InvocationMeter begin(String operation, String modelId, long startNanos) {
        Series measured = series(new Kind(genAiOperation(operation), modelId));
        return new InvocationMeter(this, measured, startNanos);
    }

    /**
     * An invocation has ended.
     *
     * @param error null when it succeeded
     */
    public void ended(String operation, String modelId, @Nullable String error, long nanos) {
        Kind kind = series(new Kind(genAiOperation(operation), modelId)).kind();
        durations.computeIfAbsent(new Failed(kind, error == null ? "" : error), this::duration)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    private Series series(Kind kind) {
        Series known = series.get(kind);
        if (known != null) {
            return known;
        }
        Kind counted = series.size() < MOST_MODELS ? kind : new Kind(kind.operation(), OTHER);
        return series.computeIfAbsent(counted, this::register);
    }

    private Series register(Kind kind) {
        Tags tags = tags(kind);
        return new Series(
                kind,
                tokens(tags.and("gen_ai.token.type", "input")),
                tokens(tags.and("gen_ai.token.type", "output")),
                Timer.builder("gen_ai.server.time_to_first_token")
                        .description("From the request's head to the first token")
                        .tags(tags)
                        .serviceLevelObjectives(FIRST_TOKEN_BUCKETS)
                        .register(registry),
                Timer.builder("gen_ai.server.time_per_output_token")
                        .description("From one token to the next, after the first")
                        .tags(tags)
                        .serviceLevelObjectives(OUTPUT_TOKEN_BUCKETS)
                        .register(registry));
    }

    private DistributionSummary tokens(Tags tags) {
        return DistributionSummary.builder("gen_ai.client.token.usage")
                .description("Tokens of an invocation")
                .tags(tags)
                .serviceLevelObjectives(TOKEN_BUCKETS)
                .register(registry);
    }

    private Timer duration(Failed failed) {
        return Timer.builder("gen_ai.server.request.duration")
                .description("From an invocation's head to the end of its answer")
                .tags(tags(failed.kind()).and("error.type", failed.error()))
                .serviceLevelObjectives(REQUEST_BUCKETS)
                .register(registry);
    }

    private static Tags tags(Kind kind) {
        return Tags.of(
                Tag.of("gen_ai.operation.name", kind.operation()),
                Tag.of("gen_ai.provider.name", "aws.bedrock"),
                Tag.of("gen_ai.request.model", kind.model()));
    }

    private static String genAiOperation(String operation) {
        return switch (operation) {
            case "Converse", "ConverseStream", "ChatCompletions" -> "chat";
            case "Embeddings" -> "embeddings";
            default -> "text_completion";
        };
    }

    private static Duration[] millis(int... bounds) {
        Duration[] durations = new Duration[bounds.length];
        for (int i = 0; i < bounds.length; i++) {
            durations[i] = Duration.ofMillis(bounds[i]);
        }
        return durations;
    }

    /** Measures of one invocation. Its calls come one after the other. */
    public static final class InvocationMeter {
        private final InvocationMeters all;
        private final Series series;
        private final long startNanos;
        private long firstTokenNanos;

        private InvocationMeter(InvocationMeters all, Series series, long startNanos) {
            this.all = all;
            this.series = series;
            this.startNanos = startNanos;
        }

        /** The first token is here. */
        public void firstToken() {
            firstTokenNanos = System.nanoTime();
            series.firstToken().record(firstTokenNanos - startNanos, TimeUnit.NANOSECONDS);
        }

        /** The answer is complete, or as much of it as there will be. */
        public void tokens(int input, int output) {
            all.inputTokens.increment(input);
            all.outputTokens.increment(output);
            series.input().record(input);
            if (output > 0) {
                series.output().record(output);
            }
            if (output > 1 && firstTokenNanos != 0) {
                series.perToken()
                        .record((System.nanoTime() - firstTokenNanos) / (output - 1), TimeUnit.NANOSECONDS);
            }
        }

        /** The client left before its end. */
        public void clientLeft() {
            all.cancelled.increment();
        }
    }
}
