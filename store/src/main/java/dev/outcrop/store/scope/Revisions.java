package dev.outcrop.store.scope;

import org.jdbi.v3.core.Handle;

/**
 * The counter of each account and region, which every change takes first.
 *
 * <p>On PostgreSQL that holds the counter's row until the transaction ends, on SQLite the file's only write lock is held
 * already, so each change sees all earlier ones and what it checks (a free name, a quota, a token) still holds when it
 * commits. The counter never goes back: what has the same revision is the same.
 */
public final class Revisions {

    private Revisions() {}

    /** Takes the next revision: the first thing that a transaction does. */
    public static long next(Handle handle, AccountRegion scope) {
        return handle.createQuery("INSERT INTO revision (account, region, value) VALUES (:account, :region, 1)"
                + " ON CONFLICT (account, region) DO UPDATE SET value = revision.value + 1 RETURNING value")
                .bind("account", scope.account())
                .bind("region", scope.region())
                .mapTo(Long.class)
                .one();
    }

    /** The last revision that is committed; 0 before the first. */
    public static long current(Handle handle, AccountRegion scope) {
        return handle.createQuery("SELECT value FROM revision WHERE account = :account AND region = :region")
                .bind("account", scope.account())
                .bind("region", scope.region())
                .mapTo(Long.class)
                .findOne()
                .orElse(0L);
    }
}
