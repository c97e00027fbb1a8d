package dev.outcrop.store.database;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jspecify.annotations.Nullable;

/**
 * Pools of connections to one database: one to read with, one to write with. Thread-safe; blocks.
 *
 * <p>SQLite writes one transaction at a time whatever the callers do, so its writers share a single connection and wait
 * for it in line, which is fair and needs no retries; another process is waited for by the busy timeout. Write-ahead
 * logging lets readers go on meanwhile, and {@code synchronous=FULL} has the log on the disk before a commit returns.
 */
public final class Database implements AutoCloseable {

    /** Longest wait for another process that writes to the file, or for a free connection, ms. */
    private static final int PATIENCE_MS = 20_000;

    private static final int SQLITE_READERS = 4;
    private static final int POSTGRESQL_CONNECTIONS = 10;

    private final List<HikariDataSource> pools;
    private final Jdbi reader;
    private final Jdbi writer;

    private Database(HikariDataSource reader, HikariDataSource writer) {
        this.pools = List.of(writer, reader);
        this.reader = jdbi(reader);
        this.writer = jdbi(writer);
    }

    /** Its errors say which statement failed and not with what: they are logged, and documents are the caller's. */
    private static Jdbi jdbi(DataSource source) {
        Jdbi jdbi = Jdbi.create(source);
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(StatementExceptions.MessageRendering.NONE);
        return jdbi;
    }

    /** Opens a file; it is made when it is not there, its folder is not. */
    public static Database sqlite(Path file) {
        HikariDataSource writer = new HikariDataSource(sqlite(file, "store-writer", 1));
        try {
            migrate(writer);
            HikariConfig readers = sqlite(file, "store-reader", SQLITE_READERS);
            readers.setConnectionInitSql("PRAGMA query_only = ON");
            return new Database(new HikariDataSource(readers), writer);
        } catch (RuntimeException e) {
            writer.close();
            throw e;
        }
    }

    private static HikariConfig sqlite(Path file, String name, int connections) {
        // As a URI, any character may stand in a folder's name.
        HikariConfig config = pool("jdbc:sqlite:" + file.toUri(), name, connections);
        config.addDataSourceProperty("journal_mode", "WAL");
        config.addDataSourceProperty("synchronous", "FULL");
        config.addDataSourceProperty("busy_timeout", Integer.toString(PATIENCE_MS));
        config.addDataSourceProperty("foreign_keys", "true");
        // A transaction that begins by reading could not become a writer once another process has written.
        config.addDataSourceProperty("transaction_mode", "IMMEDIATE");
        return config;
    }

    /** Opens a database by its JDBC URL. */
    public static Database postgresql(String url, @Nullable String user, @Nullable String password) {
        HikariConfig config = pool(url, "store", POSTGRESQL_CONNECTIONS);
        config.setUsername(user);
        config.setPassword(password);
        HikariDataSource pool = new HikariDataSource(config);
        try {
            migrate(pool);
            return new Database(pool, pool);
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    private static HikariConfig pool(String url, String name, int connections) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(PATIENCE_MS);
        return config;
    }

    private static void migrate(DataSource source) {
        Flyway.configure(Database.class.getClassLoader())
                .dataSource(source)
                .loggers("slf4j")
                .locations("classpath:dev/outcrop/store/schema")
                .load()
                .migrate();
    }

    /** Reads what is committed. */
    public <T extends @Nullable Object> T read(Function<Handle, T> query) {
        return reader.withHandle(query::apply);
    }

    /** Writes in one transaction; once this returns, it is durable. */
    public <T extends @Nullable Object> T write(Function<Handle, T> change) {
        return writer.inTransaction(change::apply);
    }

    @Override
    public void close() {
        pools.forEach(HikariDataSource::close);
    }
}
