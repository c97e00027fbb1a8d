package dev.outcrop.cli.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the configuration again when its file has changed. It looks at the file's time and size, as mounted files (such as
 * a Kubernetes ConfigMap) tell nobody when they change. A configuration that cannot be used changes nothing.
 */
public final class ConfigWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigWatch.class);

    private final Path file;
    private final Supplier<OutcropConfig> load;
    private final Consumer<OutcropConfig> changed;
    private final Thread watcher;
    private @Nullable Stamp seen;

    private record Stamp(FileTime time, long size) {}

    /**
     * Begins to watch.
     *
     * @param load reads the configuration as at the start
     * @param changed hears of each that can be used
     */
    public ConfigWatch(
            Path file, Duration interval, Supplier<OutcropConfig> load, Consumer<OutcropConfig> changed) {
        this.file = file;
        this.load = load;
        this.changed = changed;
        this.seen = stamp();
        this.watcher = Thread.ofVirtual().name("config-watch").start(() -> watch(interval));
    }

    private void watch(Duration interval) {
        try {
            while (true) {
                Thread.sleep(interval);
                look();
            }
        } catch (InterruptedException e) {
            LOG.trace("No longer watching", e);
        }
    }

    private void look() {
        Stamp now = stamp();
        if (now == null || now.equals(seen)) {
            return;
        }
        seen = now;
        try {
            changed.accept(load.get());
        } catch (RuntimeException e) {
            LOG.warn("The changed configuration is not used: {}", e.getMessage());
        }
    }

    /** Null while there is no file, as in the middle of its replacement. */
    private @Nullable Stamp stamp() {
        try {
            return new Stamp(Files.getLastModifiedTime(file), Files.size(file));
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public void close() {
        watcher.interrupt();
    }
}
