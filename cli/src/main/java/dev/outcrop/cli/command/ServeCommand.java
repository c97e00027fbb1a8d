package dev.outcrop.cli.command;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

import dev.outcrop.cli.config.ConfigKey;
import dev.outcrop.cli.config.ConfigWatch;
import dev.outcrop.cli.config.OutcropConfig;
import dev.outcrop.cli.engine.Outcrop;
import dev.outcrop.cli.log.Logging;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code outcrop serve}. */
@Command(name = "serve", description = "Serves Amazon Bedrock Runtime until it is told to stop (Ctrl-C, SIGTERM).", footer = {
        "",
        "With no configuration, every text model id is answered by pebble, the small model of the build.",
        "SIGTERM lets running calls end first (server.drain-timeout)."
})
public final class ServeCommand implements Callable<Integer> {

    /** How often the configuration file is looked at. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    @Mixin
    private ConfigOptions configuration = new ConfigOptions();

    @Option(names = "--host", paramLabel = "H", description = "Address to listen on (default: 127.0.0.1).")
    private @Nullable String host;

    @Option(names = "--port", paramLabel = "P", description = "Port to listen on; 0 takes a free one (default: 8910).")
    private @Nullable String port;

    private final PrintStream out;
    private final PrintStream err;

    public ServeCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() throws InterruptedException {
        Map<ConfigKey, String> overrides = new EnumMap<>(ConfigKey.class);
        if (host != null) {
            overrides.put(ConfigKey.SERVER_HOST, host);
        }
        if (port != null) {
            overrides.put(ConfigKey.SERVER_PORT, port);
        }
        OutcropConfig config = configuration.load(overrides);
        Logging logging = Logging.open(config.log(), err);
        Outcrop outcrop = Outcrop.start(config);
        CountDownLatch stopped = new CountDownLatch(1);
        Path file = config.file();
        if (file != null) {
            new ConfigWatch(file, LOOK_EVERY, () -> configuration.load(overrides), changed -> {
                logging.level(changed.log().level());
                outcrop.reload(changed);
            });
        }
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("drain").unstarted(() -> {
            outcrop.close();
            logging.close();
            stopped.countDown();
        }));
        Banner.print(out, outcrop, config);
        stopped.await();
        return 0;
    }
}
