package dev.outcrop.cli.command;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.util.Map;

import dev.outcrop.cli.call.BedrockClient;
import dev.outcrop.cli.config.ConfigKey;
import dev.outcrop.cli.config.OutcropConfig;
import dev.outcrop.cli.engine.Outcrop;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every command that calls a server, and the finding of that server. */
final class ServerOptions {

    @Option(names = "--endpoint", paramLabel = "URL", description = "Server to call (default: http://127.0.0.1:8910).")
    private @Nullable URI endpoint;

    @Mixin
    private ConfigOptions configuration = new ConfigOptions();

    /** Something that calls a server. */
    @FunctionalInterface
    interface Calls {
        void run(BedrockClient server) throws IOException, InterruptedException;
    }

    /** Calls the server at {@code --endpoint}, else the one at the usual place, else one started for these calls alone. */
    void call(Calls calls) throws IOException, InterruptedException {
        URI named = endpoint;
        if (named != null) {
            calls.run(new BedrockClient(named));
            return;
        }
        try {
            calls.run(new BedrockClient(URI.create("http://127.0.0.1:" + ConfigKey.SERVER_PORT.defaultText())));
        } catch (ConnectException e) {
            OutcropConfig config = configuration
                    .load(Map.of(ConfigKey.SERVER_PORT, "0", ConfigKey.SERVER_HOST, "127.0.0.1"));
            try (Outcrop outcrop = Outcrop.start(config)) {
                calls.run(new BedrockClient(outcrop.endpoint()));
            }
        }
    }
}
