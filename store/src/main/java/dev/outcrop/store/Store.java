package dev.outcrop.store;

import java.nio.file.Path;

import dev.outcrop.store.access.AccessStore;
import dev.outcrop.store.database.Database;
import dev.outcrop.store.guardrail.GuardrailStore;
import dev.outcrop.store.logging.LoggingStore;
import dev.outcrop.store.resource.JobClaims;
import dev.outcrop.store.resource.ResourceStore;
import dev.outcrop.store.tag.TagStore;
import org.jspecify.annotations.Nullable;

/** Everything that is kept, by kind. Thread-safe; blocks: not for event loops. */
public final class Store implements AutoCloseable {
    private final Database database;
    private final GuardrailStore guardrails;
    private final ResourceStore resources;
    private final JobClaims jobs;
    private final LoggingStore logging;
    private final TagStore tags;
    private final AccessStore access;

    private Store(Database database) {
        this.database = database;
        this.guardrails = new GuardrailStore(database);
        this.resources = new ResourceStore(database);
        this.jobs = new JobClaims(database);
        this.logging = new LoggingStore(database);
        this.tags = new TagStore(database);
        this.access = new AccessStore(database);
    }

    /**
     * Opens a file, made when it is not there, and brings its schema up to date.
     *
     * @throws RuntimeException when the file cannot be opened or is of a later version
     */
    public static Store sqlite(Path file) {
        return new Store(Database.sqlite(file));
    }

    /**
     * Opens a PostgreSQL database and brings its schema up to date.
     *
     * @param url JDBC URL, {@code jdbc:postgresql:...}
     * @param user null when the URL says it
     * @param password null when the URL says it or none is needed
     * @throws RuntimeException when it cannot be reached or is of a later version
     */
    public static Store postgresql(String url, @Nullable String user, @Nullable String password) {
        return new Store(Database.postgresql(url, user, password));
    }

    /**
     * Returns when the store answers.
     *
     * @throws RuntimeException when it does not
     */
    public void ping() {
        database.read(handle -> handle.createQuery("SELECT 1").mapTo(Integer.class).one());
    }

    /** Guardrails. */
    public GuardrailStore guardrails() {
        return guardrails;
    }

    /** Profiles, models, capacity and jobs. */
    public ResourceStore resources() {
        return resources;
    }

    /** Which node works on which job. */
    public JobClaims jobs() {
        return jobs;
    }

    /** What accounts want logged of their invocations. */
    public LoggingStore logging() {
        return logging;
    }

    /** Tags of every kind of resource. */
    public TagStore tags() {
        return tags;
    }

    /** Users, roles, their credentials and policies. */
    public AccessStore access() {
        return access;
    }

    @Override
    public void close() {
        database.close();
    }
}
