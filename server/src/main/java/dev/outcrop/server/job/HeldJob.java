package dev.outcrop.server.job;

import java.time.InstantSource;
import java.util.function.Function;

import dev.outcrop.store.resource.Claim;
import dev.outcrop.store.resource.JobClaims;
import dev.outcrop.store.resource.ResourceContent;
import dev.outcrop.store.resource.ResourceWrite;
import dev.outcrop.store.resource.StoredResource;

/** A resource while this node works on it. Thread-safe. */
public final class HeldJob {
    private final JobClaims claims;
    private final Claim claim;
    private final InstantSource clock;
    private final Runnable changed;

    HeldJob(JobClaims claims, Claim claim, InstantSource clock, Runnable changed) {
        this.claims = claims;
        this.claim = claim;
        this.clock = clock;
        this.changed = changed;
    }

    /** The resource as it was when it was taken. */
    public StoredResource resource() {
        return claim.job();
    }

    /**
     * Changes the resource, if it is still this node's.
     *
     * @param change as {@link dev.outcrop.store.resource.ResourceStore#update} has it
     */
    public ResourceWrite update(Function<StoredResource, ResourceContent> change) {
        ResourceWrite write = claims.update(claim, change, clock.instant());
        changed.run();
        return write;
    }
}
