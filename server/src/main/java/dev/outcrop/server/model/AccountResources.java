package dev.outcrop.server.model;

import java.time.InstantSource;

import dev.outcrop.server.job.JobRunner;
import dev.outcrop.store.Store;
import dev.outcrop.store.scope.AccountRegion;

/**
 * What operations on an account's profiles, models, capacity and jobs share. Opened when the store is, closed before it.
 *
 * @param models what invocations see of them
 * @param jobs does what outlives a call
 * @param artifacts the weights of custom models
 */
public record AccountResources(
        Store store, AccountRegion scope, StoredModels models, JobRunner jobs, ModelArtifacts artifacts,
        AccountLimits limits)
        implements
            AutoCloseable {

    /** Reads what there is; no job runs before something starts one. */
    public static AccountResources open(
            Store store, AccountRegion scope, ModelArtifacts artifacts, AccountLimits limits) {
        StoredModels models = new StoredModels(store.resources(), scope);
        return new AccountResources(store, scope, models, new JobRunner(
                store.jobs(),
                scope,
                "process-" + ProcessHandle.current().pid(),
                InstantSource.system(),
                JobRunner.LEASE,
                models::refresh), artifacts, limits);
    }

    /** After a change of this node's own: invocations see it and what there is to do is begun. Blocks. */
    public void changed() {
        models.refresh();
        jobs.wake();
    }

    @Override
    public void close() {
        jobs.close();
        models.close();
    }
}
