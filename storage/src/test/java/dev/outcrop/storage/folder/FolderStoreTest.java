package dev.outcrop.storage.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;

import dev.outcrop.storage.ObjectNameException;
import dev.outcrop.storage.ObjectStore;
import dev.outcrop.storage.ObjectStoreContract;
import dev.outcrop.storage.ObjectSummary;
import dev.outcrop.storage.ObjectUri;
import dev.outcrop.storage.PendingObject;
import dev.outcrop.storage.StorageException;
import dev.outcrop.storage.StorageException.Reason;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FolderStoreTest extends ObjectStoreContract {
    private static final byte[] CONTENT = {1, 2, 3};

    @TempDir
    Path root;

    private FolderStore store = new FolderStore(null, Map.of());

    @BeforeEach
    void open() throws IOException {
        Files.createDirectories(root.resolve("s3").resolve(BUCKET));
        store = new FolderStore(root.resolve("s3"), Map.of("mapped", root.resolve("elsewhere")));
    }

    @Override
    protected ObjectStore store() {
        return store;
    }

    private Path bucket() {
        return root.resolve("s3").resolve(BUCKET);
    }

    private void put(String key) throws IOException {
        try (PendingObject object = store.write(new ObjectUri(BUCKET, key))) {
            object.write(CONTENT);
            object.commit();
        }
    }

    private static void fails(ThrowingCallable call, Reason reason) {
        assertThatThrownBy(call).isInstanceOfSatisfying(
                StorageException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void aKeyIsAPathInItsFolder() throws IOException {
        put("a/b.bin");
        assertThat(bucket().resolve("a/b.bin")).hasBinaryContent(CONTENT);
        Files.writeString(bucket().resolve("a/c.txt"), "by hand");
        assertThat(store.read(new ObjectUri(BUCKET, "a/c.txt")).readAllBytes()).asString().isEqualTo("by hand");
    }

    @Test
    void aBucketMayBeAnyFolder() throws IOException {
        ObjectUri uri = new ObjectUri("mapped", "x");
        fails(() -> store.find(uri), Reason.NO_BUCKET);
        Files.createDirectory(root.resolve("elsewhere"));
        Files.write(root.resolve("elsewhere/x"), CONTENT);
        assertThat(store.find(uri)).get().extracting(ObjectSummary::size).isEqualTo(3L);
        fails(() -> new FolderStore(null, Map.of()).find(uri), Reason.NO_BUCKET);
    }

    @Test
    void deletingInABucketThatIsNotThereFails() {
        fails(() -> store.delete(new ObjectUri("no-such-bucket", "k")), Reason.NO_BUCKET);
    }

    /** In UTF-16 they are in another order. */
    @Test
    void theOrderIsThatOfBytesBeyondTheBasicPlaneToo() throws IOException {
        put("\uFFFD");
        put("😀");
        assertThat(store.list(BUCKET, "", null, 100).objects())
                .extracting(object -> object.uri().key())
                .containsExactly("\uFFFD", "😀");
    }

    @Test
    void linksAreFollowedInsideAndNeverOutside() throws IOException {
        Path secret = Files.write(root.resolve("secret"), CONTENT);
        Files.createDirectory(root.resolve("outside"));
        Files.write(root.resolve("outside/file"), CONTENT);
        put("real/file");
        Files.createSymbolicLink(bucket().resolve("to-file"), secret);
        Files.createSymbolicLink(bucket().resolve("to-folder"), root.resolve("outside"));
        Files.createSymbolicLink(bucket().resolve("nowhere"), root.resolve("not-there"));
        Files.createSymbolicLink(bucket().resolve("inside"), Path.of("real/file"));
        Files.createSymbolicLink(bucket().resolve("loop"), Path.of("."));

        for (String key : new String[]{"to-file", "to-folder/file", "to-folder/new", "nowhere"}) {
            ObjectUri uri = new ObjectUri(BUCKET, key);
            fails(() -> store.read(uri), Reason.DENIED);
            fails(() -> store.write(uri), Reason.DENIED);
            fails(() -> store.find(uri), Reason.DENIED);
            fails(() -> store.delete(uri), Reason.DENIED);
        }
        assertThat(store.read(new ObjectUri(BUCKET, "inside")).readAllBytes()).isEqualTo(CONTENT);
        assertThat(store.list(BUCKET, "", null, 100).objects())
                .extracting(object -> object.uri().key())
                .containsExactly("inside", "real/file");
        assertThat(store.list(BUCKET, "to-folder/", null, 100).objects()).isEmpty();
        assertThat(secret).hasBinaryContent(CONTENT);
        assertThat(root.resolve("outside/new")).doesNotExist();
    }

    @Test
    void anObjectIsNoFolder() throws IOException {
        put("a/b");
        fails(() -> store.write(new ObjectUri(BUCKET, "a")), Reason.OCCUPIED);
        fails(() -> store.write(new ObjectUri(BUCKET, "a/b/c")), Reason.OCCUPIED);
        fails(() -> store.read(new ObjectUri(BUCKET, "a")), Reason.NO_OBJECT);
        fails(() -> store.read(new ObjectUri(BUCKET, "a/b/c")), Reason.NO_OBJECT);
        assertThat(store.find(new ObjectUri(BUCKET, "a"))).isEmpty();
        assertThat(store.find(new ObjectUri(BUCKET, "a/b/c"))).isEmpty();
        store.delete(new ObjectUri(BUCKET, "a"));
        store.delete(new ObjectUri(BUCKET, "a/b/c"));
        assertThat(bucket().resolve("a/b")).exists();
    }

    @Test
    void whatIsBeingWrittenCannotBeNamed() throws IOException {
        try (PendingObject object = store.write(new ObjectUri(BUCKET, "k"))) {
            object.write(CONTENT);
            assertThat(store.list(BUCKET, "", null, 10).objects()).isEmpty();
            assertThat(store.list(BUCKET, ".outcrop", null, 10).objects()).isEmpty();
            assertThatThrownBy(() -> store.list(BUCKET, ".outcrop-partial/", null, 10))
                    .isInstanceOf(ObjectNameException.class);
            assertThatThrownBy(() -> store.write(new ObjectUri(BUCKET, ".outcrop-partial/x")))
                    .isInstanceOf(ObjectNameException.class);
        }
        try (Stream<Path> left = Files.list(bucket().resolve(".outcrop-partial"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void leftoversOfKilledWritersGoAfterADay() throws IOException {
        Path partial = Files.createDirectory(bucket().resolve(".outcrop-partial"));
        Path old = Files.write(partial.resolve("old"), CONTENT);
        Path young = Files.write(partial.resolve("young"), CONTENT);
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
        put("k");
        assertThat(old).doesNotExist();
        assertThat(young).exists();
    }

    @Test
    void missingPermissionsAreSaid() throws IOException {
        put("locked/file");
        Path locked = bucket().resolve("locked");
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-xr-xr-x"));
        Files.setPosixFilePermissions(locked.resolve("file"), PosixFilePermissions.fromString("---------"));
        try {
            Assumptions.assumeFalse(Files.isReadable(locked.resolve("file")), "root may do everything");
            fails(() -> store.read(new ObjectUri(BUCKET, "locked/file")), Reason.DENIED);
            fails(() -> store.delete(new ObjectUri(BUCKET, "locked/file")), Reason.DENIED);
        } finally {
            Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @Test
    void namesTooLongForTheFileSystemAreSaid() {
        fails(() -> {
            try (PendingObject object = store.write(new ObjectUri(BUCKET, "n".repeat(300)))) {
                object.commit();
            }
        }, Reason.UNAVAILABLE);
    }
}
