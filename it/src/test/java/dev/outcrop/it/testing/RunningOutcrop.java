package dev.outcrop.it.testing;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

import dev.outcrop.cli.config.ConfigKey;
import dev.outcrop.cli.config.ConfigLoader;
import dev.outcrop.cli.engine.Outcrop;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;

/** Outcrop with no configuration, on a free port, and unmodified SDK clients pointed at it. */
public final class RunningOutcrop implements AutoCloseable {
    private static final StaticCredentialsProvider CREDENTIALS = StaticCredentialsProvider.create(
            AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"));

    private final Outcrop outcrop;

    public RunningOutcrop(Path data) {
        outcrop = Outcrop.start(new ConfigLoader(Map.of(), data)
                .load(
                        null,
                        Map.of(
                                ConfigKey.SERVER_PORT, "0",
                                ConfigKey.DATA, data.toString(),
                                ConfigKey.SERVER_DRAIN_TIMEOUT, "5")));
    }

    public URI endpoint() {
        return outcrop.endpoint();
    }

    /** HTTP/1.1. */
    public BedrockRuntimeClient runtime() {
        return BedrockRuntimeClient.builder()
                .endpointOverride(endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(CREDENTIALS)
                .build();
    }

    /** HTTP/2 by prior knowledge, which is this client's default. */
    public BedrockRuntimeAsyncClient runtimeAsync() {
        return BedrockRuntimeAsyncClient.builder()
                .endpointOverride(endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(CREDENTIALS)
                .build();
    }

    @Override
    public void close() {
        outcrop.close();
    }
}
