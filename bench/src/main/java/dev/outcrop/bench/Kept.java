package dev.outcrop.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.outcrop.server.invocationlog.InvocationLog;
import dev.outcrop.server.model.AccountLimits;
import dev.outcrop.server.model.AccountResources;
import dev.outcrop.server.model.ModelArtifacts;
import dev.outcrop.store.Store;
import dev.outcrop.store.scope.AccountRegion;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** What a measured server keeps, in a temporary folder. */
public record Kept(
        Path folder, Store store, AccountResources resources, InvocationLog log, SimpleMeterRegistry meters)
        implements
            AutoCloseable {
    private static final AccountRegion SCOPE = new AccountRegion("123456789012", "us-east-1");

    /** Empty. */
    public static Kept open() throws IOException {
        Path folder = Files.createTempDirectory("outcrop-bench");
        Store store = Store.sqlite(folder.resolve("outcrop.db"));
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        return new Kept(
                folder,
                store,
                AccountResources.open(store, SCOPE, ModelArtifacts.NONE, AccountLimits.DEFAULTS),
                InvocationLog.inFolder(
                        folder, SCOPE, store.logging(), meters),
                meters);
    }

    /** Has every invocation logged from here on, to a folder. */
    public void logInvocations() throws IOException {
        Files.createDirectories(folder.resolve("s3/logs-bucket"));
        store.logging().put(SCOPE, "{\"s3Config\":{\"bucketName\":\"logs-bucket\"}}");
        log.refresh();
    }

    @Override
    public void close() {
        log.close();
        resources.close();
        store.close();
    }
}
