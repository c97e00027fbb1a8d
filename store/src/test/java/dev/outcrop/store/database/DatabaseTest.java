package dev.outcrop.store.database;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is particular to SQLite. */
@Timeout(60)
class DatabaseTest {

    @TempDir
    Path folder;

    private static String pragma(Handle handle, String name) {
        return handle.createQuery("PRAGMA " + name).mapTo(String.class).one();
    }

    private static int insert(Handle handle, String arn) {
        return handle.createUpdate("INSERT INTO resource (arn, tag_revision) VALUES (:arn, 0)")
                .bind("arn", arn)
                .execute();
    }

    private static int count(Database database) {
        return database
                .read(handle -> handle.createQuery("SELECT COUNT(*) FROM resource").mapTo(Integer.class).one());
    }

    @Test
    void commitsAreOnTheDiskAndReadersDoNotWait() {
        try (Database database = Database.sqlite(folder.resolve("a.db"))) {
            assertThat(database.<String>write(handle -> pragma(handle, "journal_mode"))).isEqualTo("wal");
            assertThat(database.<String>write(handle -> pragma(handle, "synchronous"))).as("FULL").isEqualTo("2");
            assertThat(database.<String>write(handle -> pragma(handle, "foreign_keys"))).isEqualTo("1");
        }
    }

    @Test
    void aFolderMayHaveAnyName() throws Exception {
        Path odd = Files.createDirectories(folder.resolve("a b?mode=memory&c#d%41 é"));
        try (Database database = Database.sqlite(odd.resolve("x.db"))) {
            database.write(handle -> insert(handle, "kept"));
        }
        assertThat(odd.resolve("x.db")).isNotEmptyFile();
        try (Database database = Database.sqlite(odd.resolve("x.db"))) {
            assertThat(count(database)).isEqualTo(1);
        }
    }

    @Test
    void readersCannotWrite() {
        try (Database database = Database.sqlite(folder.resolve("a.db"))) {
            assertThatThrownBy(() -> database.read(handle -> insert(handle, "x"))).hasMessageContaining("readonly");
        }
    }

    /** Errors are logged, and what is written is the caller's. */
    @Test
    void whatFailsDoesNotRepeatWhatWasToBeWritten() {
        try (Database database = Database.sqlite(folder.resolve("a.db"))) {
            database.write(handle -> insert(handle, "a-secret"));
            assertThatThrownBy(() -> database.write(handle -> insert(handle, "a-secret")))
                    .satisfies(failure -> assertThat(failure.toString()).doesNotContain("a-secret"))
                    .hasMessageContaining("UNIQUE");
        }
    }

    @Test
    void whatFailsChangesNothing() {
        try (Database database = Database.sqlite(folder.resolve("a.db"))) {
            assertThatThrownBy(() -> database.write(handle -> {
                insert(handle, "x");
                throw new IllegalStateException("no");
            })).hasMessage("no");
            assertThat(count(database)).isZero();
        }
    }

    /** Two processes may have the file open, such as a server and a command. */
    @Test
    void anotherWriterOfTheFileIsWaitedFor() throws Exception {
        Path file = folder.resolve("a.db");
        try (Database one = Database.sqlite(file);
                Database other = Database.sqlite(file);
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            CountDownLatch written = new CountDownLatch(1);
            CountDownLatch free = new CountDownLatch(1);
            Future<Integer> first = executor.submit(() -> one.write(handle -> {
                int rows = insert(handle, "first");
                written.countDown();
                await(free);
                return rows;
            }));
            await(written);
            Future<Integer> second = executor.submit(() -> other.write(handle -> insert(handle, "second")));
            assertThat(count(other)).as("readers go on, and see what is committed").isZero();
            free.countDown();
            assertThat(first.get() + second.get()).isEqualTo(2);
            assertThat(count(one)).isEqualTo(2);
        }
    }

    @Test
    void aFileThatIsNoDatabaseIsRefused() throws Exception {
        Path file = Files.writeString(folder.resolve("a.db"), "This is not a database. ".repeat(100));
        assertThatThrownBy(() -> Database.sqlite(file)).hasStackTraceContaining("not a database");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
