package dev.outcrop.server.model;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.outcrop.catalog.AccountModel;
import dev.outcrop.catalog.AccountModel.Readiness;
import dev.outcrop.catalog.AccountModels;
import dev.outcrop.store.resource.ResourceKind;
import dev.outcrop.store.resource.ResourceStore;
import dev.outcrop.store.resource.StoredResource;
import dev.outcrop.store.scope.AccountRegion;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The profiles, models and capacity of the store, held in memory: invocations ask on event loops, which must not wait for
 * a database. Thread-safe.
 *
 * <p>What this node changes is seen at once ({@link #refresh}), what other nodes change within a quarter of a second: that
 * often one row is read, the revision of the account and region, and everything anew when it has changed. An account has
 * some thousand such resources at most.
 */
public final class StoredModels implements AccountModels, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StoredModels.class);
    private static final Duration EVERY = Duration.ofMillis(250);

    private static final List<ResourceKind> KINDS = List.of(ResourceKind.INFERENCE_PROFILE,
            ResourceKind.PROVISIONED_THROUGHPUT, ResourceKind.CUSTOM_MODEL, ResourceKind.CUSTOM_MODEL_DEPLOYMENT,
            ResourceKind.IMPORTED_MODEL);

    private final ResourceStore store;
    private final AccountRegion scope;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Snapshot snapshot = new Snapshot(-1, Map.of(), Map.of());

    /** @param provisioned by id and by name */
    private record Snapshot(
            long revision, Map<String, AccountModel> byArn, Map<String, AccountModel.Provisioned> provisioned) {}

    /** Reads everything once, and from then on what changes, until it is closed. */
    public StoredModels(ResourceStore store, AccountRegion scope) {
        this.store = store;
        this.scope = scope;
        refresh();
        Thread.ofVirtual().name("stored-models").start(this::watch);
    }

    private void watch() {
        boolean failing = false;
        try {
            while (!closed.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    refresh();
                    failing = false;
                } catch (RuntimeException e) {
                    if (!failing && closed.getCount() > 0) {
                        LOG.warn("The store cannot be read; models stay as they were: {}", e.getMessage());
                    }
                    failing = true;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes over what has changed. Blocks: to be called after a change of this node's own, before it is answered. */
    public synchronized void refresh() {
        // Read before what it stands for: what changes meanwhile is read again next time.
        long revision = store.revision(scope);
        if (revision == snapshot.revision()) {
            return;
        }
        Map<String, AccountModel> byArn = new HashMap<>();
        Map<String, AccountModel.Provisioned> names = new HashMap<>();
        Map<String, AccountModel.Provisioned> ids = new HashMap<>();
        for (ResourceKind kind : KINDS) {
            for (StoredResource resource : store.all(scope, kind)) {
                AccountModel model = model(resource);
                byArn.put(resource.arn(), model);
                if (model instanceof AccountModel.Provisioned provisioned) {
                    names.put(resource.name(), provisioned);
                    ids.put(resource.id(), provisioned);
                }
            }
        }
        names.putAll(ids);
        snapshot = new Snapshot(revision, byArn, names);
    }

    private static AccountModel model(StoredResource resource) {
        String arn = resource.arn();
        String modelArn = resource.content().modelArn();
        return switch (resource.kind()) {
            case INFERENCE_PROFILE -> new AccountModel.Profile(arn, of(resource, modelArn));
            case PROVISIONED_THROUGHPUT ->
                new AccountModel.Provisioned(arn, of(resource, modelArn), resource.weight(),
                        readiness(resource.status()));
            case CUSTOM_MODEL_DEPLOYMENT ->
                new AccountModel.Deployment(arn, of(resource, modelArn), readiness(resource.status()));
            case CUSTOM_MODEL -> new AccountModel.Custom(arn, readiness(resource.status()));
            case IMPORTED_MODEL -> new AccountModel.Imported(arn);
            case MODEL_COPY_JOB, MODEL_IMPORT_JOB, EVALUATION_JOB, MODEL_INVOCATION_JOB, ASYNC_INVOKE ->
                throw new IllegalArgumentException(arn + " is no model");
        };
    }

    private static String of(StoredResource resource, @Nullable String modelArn) {
        if (modelArn == null) {
            throw new IllegalStateException(resource.arn() + " was kept without its model");
        }
        return modelArn;
    }

    private static Readiness readiness(String status) {
        return switch (status) {
            case "Creating" -> Readiness.PREPARING;
            case "Failed" -> Readiness.FAILED;
            // What is changed goes on with what it had until then.
            default -> Readiness.READY;
        };
    }

    @Override
    public Optional<AccountModel> find(String arn) {
        return Optional.ofNullable(snapshot.byArn().get(arn));
    }

    @Override
    public Optional<AccountModel.Provisioned> provisioned(String idOrName) {
        return Optional.ofNullable(snapshot.provisioned().get(idOrName));
    }

    /** Stops to look for changes. */
    @Override
    public void close() {
        closed.countDown();
    }
}
