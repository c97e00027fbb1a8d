package dev.outcrop.cli.command;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import dev.outcrop.cli.call.BedrockClient;
import dev.outcrop.cli.config.ConfigKey;
import dev.outcrop.cli.config.ConfigLoader;
import dev.outcrop.cli.engine.Outcrop;
import picocli.CommandLine.Command;

/** One start and a few calls, for the launcher's class cache: what they load, later starts find ready. */
@Command(name = "warm-up", hidden = true, description = "Loads what serving loads, then stops.")
public final class WarmUpCommand implements Callable<Integer> {

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path data = Files.createTempDirectory("outcrop-warm-up");
        Map<ConfigKey, String> overrides = Map.of(ConfigKey.SERVER_PORT, "0", ConfigKey.DATA, data.toString(),
                ConfigKey.SERVER_DRAIN_TIMEOUT, "1");
        try (Outcrop outcrop = Outcrop.start(new ConfigLoader(Map.of(), data).load(null, overrides))) {
            BedrockClient client = new BedrockClient(outcrop.endpoint());
            for (String model : List.of("amazon.titan-text-express-v1", "anthropic.claude-3-haiku-20240307-v1:0")) {
                for (boolean stream : new boolean[]{true, false}) {
                    client.ask(model, "Hello", 8, stream, Map.of(), text -> {});
                }
            }
        }
        try (Stream<Path> left = Files.walk(data)) {
            left.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
        return 0;
    }
}
