package dev.outcrop.it.testing;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

import dev.outcrop.cli.config.ConfigKey;
import dev.outcrop.cli.config.ConfigLoader;
import dev.outcrop.cli.engine.Outcrop;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;

/** Outcrop with no configuration, on a free port, and unmodified SDK clients pointed at it. */
public final class RunningOutcrop implements AutoCloseable {
    private final Outcrop outcrop;
    private final Path data;

    /** @param folder where it gets a data folder of its own: what an earlier run kept would be in the way */
    public RunningOutcrop(Path folder) {
        data = folder.resolve(UUID.randomUUID().toString());
        outcrop = Outcrop.start(new ConfigLoader(Map.of(), data)
                .load(
                        null,
                        Map.of(
                                ConfigKey.SERVER_PORT, "0",
                                ConfigKey.DATA, data.toString(),
                                ConfigKey.SERVER_DRAIN_TIMEOUT, "5")));
    }

    /** Its data folder. */
    public Path data() {
        return data;
    }

    public URI endpoint() {
        return outcrop.endpoint();
    }

    /** As {@link SdkClients#runtime}, of this one. */
    public BedrockRuntimeClient runtime() {
        return SdkClients.runtime(endpoint());
    }

    /** As {@link SdkClients#runtimeAsync}, of this one. */
    public BedrockRuntimeAsyncClient runtimeAsync() {
        return SdkClients.runtimeAsync(endpoint());
    }

    @Override
    public void close() {
        outcrop.close();
    }
}
