package dev.outcrop.store.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

import dev.outcrop.store.Store;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;

/**
 * The databases that the same tests run on.
 *
 * <p>PostgreSQL is a real server, started once for all tests of a run and ended with the JVM. It refuses to run as root;
 * then it is started in a user namespace, which needs {@code unshare}. Where neither works, as in some containers, the
 * variable {@code OUTCROP_TEST_POSTGRESQL} names another server by its JDBC URL.
 */
public enum Databases {
    SQLITE, POSTGRESQL;

    private static @Nullable String postgresql;

    /** Opens a store. Tests keep apart by their accounts: the server is shared. */
    public Store open(Path folder) {
        return switch (this) {
            case SQLITE -> Store.sqlite(folder.resolve("test.db"));
            case POSTGRESQL -> Store.postgresql(postgresql(), null, null);
        };
    }

    private static synchronized String postgresql() {
        if (postgresql == null) {
            String given = System.getenv("OUTCROP_TEST_POSTGRESQL");
            postgresql = given == null ? embedded() : given;
        }
        return postgresql;
    }

    @SuppressWarnings("resource") // closed by its own shutdown hook
    private static String embedded() {
        try {
            return EmbeddedPostgres.builder().start().getJdbcUrl("postgres", "postgres");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalStateException e) {
            throw new IllegalStateException(
                    "PostgreSQL does not start here. As root it needs a user namespace: try `unshare -U true`, or name"
                            + " another server by its JDBC URL in OUTCROP_TEST_POSTGRESQL.",
                    e);
        }
    }
}
