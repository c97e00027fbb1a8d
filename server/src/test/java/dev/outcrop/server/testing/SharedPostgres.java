package dev.outcrop.server.testing;

import java.io.IOException;
import java.io.UncheckedIOException;

import dev.outcrop.store.Store;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL, started once for all tests of a run, for what several nodes share. The variable
 * {@code OUTCROP_TEST_POSTGRESQL} names another one by its JDBC URL.
 */
public final class SharedPostgres {
    private static @Nullable String url;

    private SharedPostgres() {}

    /** A store on it. Tests keep apart by their accounts. */
    public static Store open() {
        return Store.postgresql(url(), null, null);
    }

    @SuppressWarnings("resource") // closed by its own shutdown hook
    private static synchronized String url() {
        if (url == null) {
            String given = System.getenv("OUTCROP_TEST_POSTGRESQL");
            try {
                url = given == null
                        ? EmbeddedPostgres.builder().start().getJdbcUrl("postgres", "postgres")
                        : given;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return url;
    }
}
