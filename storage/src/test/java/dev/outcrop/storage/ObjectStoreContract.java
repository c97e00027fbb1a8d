package dev.outcrop.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What holds for every store, whatever is behind it. */
public abstract class ObjectStoreContract {
    protected static final String BUCKET = "models-bucket";
    /** More than two parts of a multipart upload, and no multiple of one. */
    private static final int LARGE = 35_000_017;

    /** The store, with an empty bucket {@link #BUCKET}. */
    protected abstract ObjectStore store();

    private static ObjectUri uri(String key) {
        return new ObjectUri(BUCKET, key);
    }

    private void put(String key, String content) throws IOException {
        try (PendingObject object = store().write(uri(key))) {
            object.write(content.getBytes(StandardCharsets.UTF_8));
            object.commit();
        }
    }

    private String get(String key) throws IOException {
        try (InputStream content = store().read(uri(key))) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String get(String key, long offset, long length) throws IOException {
        try (InputStream content = store().read(uri(key), offset, length)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "a", "a/b/c.txt", "with space/and+plus", "%2F/%41", "ümläut/雪/😀", "a=b/c&d?e#f", "...", "a..b/..c", "~",
            "'\"<>"})
    void whatIsWrittenIsRead(String key) throws IOException {
        put(key, "content of " + key);
        assertThat(get(key)).isEqualTo("content of " + key);
        assertThat(store().find(uri(key))).get()
                .satisfies(found -> {
                    assertThat(found.uri()).isEqualTo(uri(key));
                    assertThat(found.size()).isEqualTo(("content of " + key).getBytes(StandardCharsets.UTF_8).length);
                });
        assertThat(store().list(BUCKET, "", null, 10).objects()).extracting(ObjectSummary::uri)
                .containsExactly(uri(key));
    }

    @Test
    void anObjectMayBeEmpty() throws IOException {
        put("empty", "");
        assertThat(get("empty")).isEmpty();
        assertThat(get("empty", 0, 10)).isEmpty();
        assertThat(store().find(uri("empty"))).get().extracting(ObjectSummary::size).isEqualTo(0L);
    }

    @Test
    void aLaterWriteReplaces() throws IOException {
        put("k", "first, longer");
        put("k", "second");
        assertThat(get("k")).isEqualTo("second");
    }

    @Test
    void rangesAreWhatTheySay() throws IOException {
        put("k", "0123456789");
        assertThat(get("k", 0, 3)).isEqualTo("012");
        assertThat(get("k", 4, 2)).isEqualTo("45");
        assertThat(get("k", 8, 100)).isEqualTo("89");
        assertThat(get("k", 4, Long.MAX_VALUE)).isEqualTo("456789");
        assertThat(get("k", 3, 0)).isEmpty();
        assertThat(get("k", 10, 5)).isEmpty();
        assertThat(get("k", 1_000, 5)).isEmpty();
        assertThatThrownBy(() -> store().read(uri("k"), -1, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nothingIsSeenBeforeTheCommit() throws IOException {
        put("k", "old");
        try (PendingObject object = store().write(uri("k"))) {
            object.write("new".getBytes(StandardCharsets.UTF_8));
            assertThat(get("k")).isEqualTo("old");
            object.commit();
        }
        assertThat(get("k")).isEqualTo("new");
    }

    @Test
    void whatIsNotCommittedLeavesNothing() throws IOException {
        try (PendingObject object = store().write(uri("small"))) {
            object.write(1);
        }
        try (PendingObject object = store().write(uri("large"))) {
            object.write(new byte[LARGE]);
        }
        assertThat(store().find(uri("small"))).isEmpty();
        assertThat(store().find(uri("large"))).isEmpty();
        assertThat(store().list(BUCKET, "", null, 10).objects()).isEmpty();
    }

    @Test
    void largeObjectsGoByInParts() throws Exception {
        Random random = new Random(7);
        MessageDigest written = MessageDigest.getInstance("SHA-256");
        try (PendingObject object = store().write(uri("dir/large.bin"))) {
            for (int left = LARGE; left > 0;) {
                byte[] piece = new byte[Math.min(left, 1 + random.nextInt(1_000_000))];
                random.nextBytes(piece);
                written.update(piece);
                object.write(piece);
                left -= piece.length;
            }
            object.commit();
        }
        MessageDigest read = MessageDigest.getInstance("SHA-256");
        try (InputStream content = store().read(uri("dir/large.bin"))) {
            byte[] piece = new byte[100_000];
            for (int n = content.read(piece); n >= 0; n = content.read(piece)) {
                read.update(piece, 0, n);
            }
        }
        assertThat(HexFormat.of().formatHex(read.digest())).isEqualTo(HexFormat.of().formatHex(written.digest()));
        assertThat(store().find(uri("dir/large.bin"))).get().extracting(ObjectSummary::size).isEqualTo((long) LARGE);
    }

    @Test
    void aReaderMayLeaveEarly() throws IOException {
        try (PendingObject object = store().write(uri("large"))) {
            object.write(new byte[LARGE]);
            object.commit();
        }
        for (int i = 0; i < 5; i++) {
            try (InputStream content = store().read(uri("large"))) {
                assertThat(content.read()).isZero();
            }
        }
        assertThat(get("large", 0, 3)).isEqualTo("\0\0\0");
    }

    @Test
    void deletedIsGoneAndDeletingNothingIsFine() throws IOException {
        put("a/b", "x");
        store().delete(uri("a/b"));
        store().delete(uri("a/b"));
        store().delete(uri("never/was"));
        assertThat(store().find(uri("a/b"))).isEmpty();
        assertThatThrownBy(() -> get("a/b")).isInstanceOfSatisfying(
                StorageException.class,
                e -> assertThat(e.reason()).isEqualTo(StorageException.Reason.NO_OBJECT));
    }

    @Test
    void anotherBucketIsNotThere() {
        ObjectUri other = new ObjectUri("no-such-bucket", "k");
        List<ThrowingCall> calls = List.of(
                () -> store().read(other).close(),
                () -> store().find(other),
                () -> store().list("no-such-bucket", "", null, 10),
                () -> {
                    try (PendingObject object = store().write(other)) {
                        object.commit();
                    }
                });
        assertThat(calls).allSatisfy(call -> assertThatThrownBy(call::run).isInstanceOfSatisfying(
                StorageException.class, e -> {
                    assertThat(e.reason()).isEqualTo(StorageException.Reason.NO_BUCKET);
                    assertThat(e).hasMessageContaining("no-such-bucket").hasMessageContaining("storage.buckets");
                }));
    }

    private interface ThrowingCall {
        void run() throws Exception;
    }

    @Test
    void listingsAreSortedByBytesAndPaged() throws IOException {
        List<String> keys = List.of(
                "a", "a-b", "a/b", "a/b-c", "a/b/c", "a0", "b/1", "b/10", "b/2", "B", "z/ü", "z/😀", "é");
        SortedMap<String, String> sorted = new TreeMap<>((one, other) -> Arrays.compareUnsigned(
                one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8)));
        for (String key : keys) {
            // A key cannot be an object and a folder of others in a folder.
            String distinct = key.equals("a") || key.equals("a/b") ? key + ".txt" : key;
            put(distinct, "x");
            sorted.put(distinct, "x");
        }
        for (int limit : List.of(1, 2, 5, 1_000)) {
            assertThat(keysOf("", limit)).as("limit %d", limit).containsExactlyElementsOf(sorted.keySet());
        }
        for (String prefix : List.of("a", "a/", "a/b", "b/1", "z", "nothing", "a/b/c/d", "B")) {
            assertThat(keysOf(prefix, 2))
                    .as(prefix)
                    .containsExactlyElementsOf(sorted.keySet().stream().filter(k -> k.startsWith(prefix)).toList());
        }
    }

    private List<String> keysOf(String prefix, int limit) throws IOException {
        List<String> keys = new ArrayList<>();
        @Nullable
        String after = null;
        do {
            ObjectPage page = store().list(BUCKET, prefix, after, limit);
            assertThat(page.objects()).hasSizeLessThanOrEqualTo(limit);
            page.objects().forEach(object -> keys.add(object.uri().key()));
            after = page.next();
        } while (after != null);
        return keys;
    }

    /** A folder of more names than a batch holds, in an order that no file system keeps. */
    @Test
    void longListingsAreComplete() throws IOException {
        Map<String, String> written = new TreeMap<>();
        for (int i = 0; i < 1_050; i++) {
            String key = "many/" + Integer.toHexString(i * 7_919 % 65_536);
            put(key, "x");
            written.put(key, "x");
        }
        assertThat(keysOf("many/", 1_000)).containsExactlyElementsOf(written.keySet());
        assertThat(keysOf("many/", 100)).containsExactlyElementsOf(written.keySet());
    }
}
