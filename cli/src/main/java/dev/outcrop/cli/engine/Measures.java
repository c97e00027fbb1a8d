package dev.outcrop.cli.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

import dev.outcrop.inference.EngineLoad;
import dev.outcrop.inference.TextModel;
import dev.outcrop.server.management.MetricsPage;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** Everything that is measured, as Prometheus reads it: the process, the engines, and what the server adds. Thread-safe. */
final class Measures implements AutoCloseable {
    private static final Path STATUS = Path.of("/proc/self/statm");
    private static final long PAGE_BYTES = 4_096;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();

    Measures() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collections.bindTo(registry);
        Gauge.builder("process.resident.memory", Measures::residentBytes)
                .description("Memory of the process that is in RAM, mapped model files included")
                .baseUnit("bytes")
                .register(registry);
    }

    MeterRegistry registry() {
        return registry;
    }

    MetricsPage page() {
        return type -> registry.scrape(type).getBytes(StandardCharsets.UTF_8);
    }

    /** Measures of an engine that knows how busy it is. */
    void engine(String name, TextModel model) {
        if (model.load().isEmpty()) {
            return;
        }
        Tags tags = Tags.of("engine", name);
        gauge("outcrop.engine.generations.active", "Generations that have a place", tags, model, EngineLoad::running);
        gauge("outcrop.engine.queue.length", "Generations that wait for a place", tags, model, EngineLoad::waiting);
        gauge(
                "outcrop.engine.cache.usage.ratio",
                "Share of the key-value cache that running generations have reserved",
                tags,
                model,
                load -> load.cacheTotal() == 0 ? 0 : (double) load.cacheUsed() / load.cacheTotal());
        FunctionCounter.builder("outcrop.engine.steps", model, engine -> of(engine, EngineLoad::steps))
                .description("Steps computed; tokens by steps is the mean batch")
                .tags(tags)
                .register(registry);
        FunctionCounter.builder("outcrop.engine.step.tokens", model, engine -> of(engine, EngineLoad::stepTokens))
                .description("Tokens computed in steps, prompts' and answers'")
                .tags(tags)
                .register(registry);
        FunctionTimer.builder(
                "outcrop.engine.queue.wait",
                model,
                engine -> engine.load().map(EngineLoad::entered).orElse(0L),
                engine -> of(engine, EngineLoad::waitedNanos),
                TimeUnit.NANOSECONDS)
                .description("How long generations waited for a place")
                .tags(tags)
                .register(registry);
    }

    private void gauge(
            String name, String description, Tags tags, TextModel model, ToDoubleFunction<EngineLoad> measure) {
        Gauge.builder(name, model, engine -> of(engine, measure))
                .description(description)
                .tags(tags)
                .register(registry);
    }

    private static double of(TextModel engine, ToDoubleFunction<EngineLoad> measure) {
        return engine.load().stream().mapToDouble(measure).findFirst().orElse(Double.NaN);
    }

    /** Not known elsewhere than on Linux. */
    private static double residentBytes() {
        try {
            return Long.parseLong(Files.readString(STATUS).split(" ", -1)[1]) * (double) PAGE_BYTES;
        } catch (IOException | NumberFormatException e) {
            return Double.NaN;
        }
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
