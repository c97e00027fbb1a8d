package dev.outcrop.store.resource;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import dev.outcrop.store.database.Database;
import dev.outcrop.store.resource.ResourceWrite.Refused;
import dev.outcrop.store.scope.AccountRegion;
import dev.outcrop.store.scope.Revisions;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * Which node works on which job: each job is held by one at a time, for as long as it keeps saying so. Thread-safe;
 * blocks.
 *
 * <p>A claim is a lease. Its holder renews it well within its length; when the holder dies, the lease ends and the next
 * node that looks takes the job over. What a holder writes, it writes only while the claim is its own, so that one that
 * was merely slow does no harm. Nodes compare the lease with their own clocks: its length must be large against what
 * these differ by (minutes against seconds).
 */
public final class JobClaims {
    private static final String FREE = " AND status IN (<statuses>) AND (held_until IS NULL OR held_until < :now)";

    private final Database database;

    public JobClaims(Database database) {
        this.database = database;
    }

    /**
     * Takes the oldest job that nobody holds.
     *
     * @param statuses those in which there is something to do; at least one
     * @param node who takes it, for people to read; at most 64 characters
     */
    public Optional<Claim> take(
            AccountRegion scope, ResourceKind kind, Collection<String> statuses, String node, Instant now,
            Duration lease) {
        // Nodes look often and find nothing; only what is found is worth a turn among the changes.
        if (database.<@Nullable String>read(handle -> free(handle, scope, kind, statuses, now)) == null) {
            return Optional.empty();
        }
        return database.write(handle -> {
            long revision = Revisions.next(handle, scope);
            String id = free(handle, scope, kind, statuses, now);
            if (id == null) {
                return Optional.empty();
            }
            String holder = node + "/" + revision;
            Rows.of(handle.createUpdate("UPDATE stored_resource SET holder = :holder, held_until = :until" + Rows.ONE),
                    scope, kind)
                    .bind("holder", holder)
                    .bind("until", now.plus(lease).toEpochMilli())
                    .bind("id", id)
                    .execute();
            return Optional.of(new Claim(scope, Rows.find(handle, scope, kind, id).orElseThrow(), holder));
        });
    }

    /** Holds on to a job. Returns whether the claim still was its holder's; if not, the work is to be left. */
    public boolean renew(Claim claim, Instant now, Duration lease) {
        return until(claim, now.plus(lease).toEpochMilli());
    }

    /** Lets go of a job, for whoever looks next. */
    public void release(Claim claim) {
        until(claim, 0);
    }

    private boolean until(Claim claim, long millis) {
        return database.write(handle -> Rows.of(handle.createUpdate("UPDATE stored_resource SET held_until = :until"
                + Rows.ONE + " AND holder = :holder"), claim.scope(), claim.job().kind())
                .bind("until", millis)
                .bind("id", claim.job().id())
                .bind("holder", claim.holder())
                .execute()) > 0;
    }

    /**
     * Changes a job that is held, as {@link ResourceStore#update} does; {@link Refused#NOT_HELD} when it no longer is.
     */
    public ResourceWrite update(Claim claim, Function<StoredResource, ResourceContent> change, Instant at) {
        AccountRegion scope = claim.scope();
        return database.write(handle -> {
            long revision = Revisions.next(handle, scope);
            Query held = Rows.of(handle.createQuery(Rows.SELECT + Rows.ONE + " AND holder = :holder"), scope,
                    claim.job().kind())
                    .bind("id", claim.job().id())
                    .bind("holder", claim.holder());
            List<StoredResource> current = Rows.list(handle, held);
            return current.isEmpty()
                    ? Refused.NOT_HELD
                    : ResourceStore.replace(
                            handle, scope, current.getFirst(), change.apply(current.getFirst()), revision, at);
        });
    }

    private static @Nullable String free(
            Handle handle, AccountRegion scope, ResourceKind kind, Collection<String> statuses, Instant now) {
        return Rows.of(handle.createQuery("SELECT id FROM stored_resource" + Rows.OF_KIND + FREE
                + " ORDER BY created_revision LIMIT 1"), scope, kind)
                .bindList("statuses", List.copyOf(statuses))
                .bind("now", now.toEpochMilli())
                .mapTo(String.class)
                .findOne()
                .orElse(null);
    }
}
