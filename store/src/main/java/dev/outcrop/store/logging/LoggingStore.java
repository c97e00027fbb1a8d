package dev.outcrop.store.logging;

import java.util.Optional;

import dev.outcrop.store.database.Database;
import dev.outcrop.store.scope.AccountRegion;

/** One configuration of invocation logging for each account and region. Thread-safe; blocks. */
public final class LoggingStore {
    private final Database database;

    public LoggingStore(Database database) {
        this.database = database;
    }

    /** The configuration's document, or empty when nothing is logged. */
    public Optional<String> find(AccountRegion scope) {
        return database.read(
                handle -> handle.createQuery(
                        "SELECT document FROM invocation_logging WHERE account = :account AND region = :region")
                        .bind("account", scope.account())
                        .bind("region", scope.region())
                        .mapTo(String.class)
                        .findOne());
    }

    /** Replaces the configuration. */
    public void put(AccountRegion scope, String document) {
        database.<Integer>write(
                handle -> handle.createUpdate("""
                        INSERT INTO invocation_logging (account, region, document) VALUES (:account, :region, :document)
                        ON CONFLICT (account, region) DO UPDATE SET document = excluded.document
                        """)
                        .bind("account", scope.account())
                        .bind("region", scope.region())
                        .bind("document", document)
                        .execute());
    }

    /** Ends logging; nothing happens when there is none. */
    public void delete(AccountRegion scope) {
        database.<Integer>write(
                handle -> handle.createUpdate(
                        "DELETE FROM invocation_logging WHERE account = :account AND region = :region")
                        .bind("account", scope.account())
                        .bind("region", scope.region())
                        .execute());
    }
}
