package dev.outcrop.server.invocationlog.journal;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import dev.outcrop.server.invocationlog.journal.DropListener.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class JournalTest {
    private static final JournalOptions PATIENT = new JournalOptions(
            1 << 20, 1_000, Duration.ofHours(1), 64 << 20, 16 << 20);

    @TempDir
    Path folder;

    private final Map<Reason, Integer> dropped = Collections.synchronizedMap(new EnumMap<>(Reason.class));

    private Journal open(JournalOptions options) throws IOException {
        return open(options, Disk::file);
    }

    private Journal open(JournalOptions options, Disk disk) throws IOException {
        return Journal.open(
                folder, options, disk, (reason, entries) -> dropped.merge(reason, entries, Integer::sum));
    }

    private record Text(String text) implements Content {
        @Override
        public long size() {
            return text.length();
        }

        @Override
        public void writeTo(DataOutputStream out) throws IOException {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Returns once it is acknowledged. */
    private static void append(Journal journal, String heading, String text) throws Exception {
        CompletableFuture<Boolean> acknowledged = new CompletableFuture<>();
        journal.append(heading, new Text(text), () -> acknowledged.complete(true));
        acknowledged.get(10, TimeUnit.SECONDS);
    }

    private static List<String> read(Segment segment) throws IOException {
        List<String> texts = new ArrayList<>();
        try (Segment.Reader reader = segment.read()) {
            texts.add(reader.heading());
            for (byte[] entry = reader.next(); entry != null; entry = reader.next()) {
                texts.add(new String(entry, StandardCharsets.UTF_8));
            }
        }
        return texts;
    }

    private static List<List<String>> readAll(Journal journal) throws IOException {
        List<List<String>> all = new ArrayList<>();
        for (Segment segment : journal.sealed().all()) {
            all.add(read(segment));
        }
        return all;
    }

    @Test
    void whatIsAcknowledgedIsInTheFileAtOnce() throws Exception {
        try (Journal journal = open(PATIENT)) {
            append(journal, "h", "one");
            append(journal, "h", "two");
            assertThat(journal.sealed().all()).isEmpty();
            try (var files = Files.list(folder.resolve("journal-1"))) {
                Segment active = files.map(Segment::of).filter(s -> s != null).findFirst().orElseThrow();
                assertThat(read(active)).containsExactly("h", "one", "two");
            }
            assertThat(journal.bytes()).isPositive();
        }
    }

    @Test
    void segmentsAreSealedByEntriesBytesAndAge() throws Exception {
        try (Journal journal = open(new JournalOptions(1 << 20, 2, Duration.ofHours(1), 64 << 20, 16 << 20))) {
            for (String text : List.of("a", "b", "c", "d", "e")) {
                append(journal, "h", text);
            }
            assertThat(readAll(journal)).containsExactly(List.of("h", "a", "b"), List.of("h", "c", "d"));
        }
    }

    @Test
    void byBytes() throws Exception {
        try (Journal journal = open(new JournalOptions(1_000, 1_000, Duration.ofHours(1), 64 << 20, 16 << 20))) {
            append(journal, "h", "x".repeat(600));
            assertThat(journal.sealed().all()).isEmpty();
            append(journal, "h", "y".repeat(600));
            assertThat(journal.sealed().all()).hasSize(1);
        }
    }

    @Test
    void byAge() throws Exception {
        try (Journal journal = open(new JournalOptions(1 << 20, 1_000, Duration.ofMillis(50), 64 << 20, 16 << 20))) {
            append(journal, "h", "a");
            while (journal.sealed().all().isEmpty()) {
                assertThat(journal.sealed().await(journal.sealed().additions(), Duration.ofSeconds(1))).isTrue();
            }
            assertThat(readAll(journal)).containsExactly(List.of("h", "a"));
        }
    }

    @Test
    void eachHeadingHasItsOwnSegments() throws Exception {
        try (Journal journal = open(PATIENT)) {
            append(journal, "first", "a");
            append(journal, "second", "b");
            append(journal, "second", "c");
            append(journal, "first", "d");
            assertThat(readAll(journal)).containsExactly(List.of("first", "a"), List.of("second", "b", "c"));
        }
    }

    @Test
    void whatWasNotReadIsThereForTheNext() throws Exception {
        try (Journal journal = open(PATIENT)) {
            append(journal, "h", "a");
        }
        try (Journal journal = open(PATIENT)) {
            assertThat(readAll(journal)).containsExactly(List.of("h", "a"));
            Segment segment = journal.sealed().all().getFirst();
            assertThat(journal.sealed().beginReading(segment)).isTrue();
            journal.sealed().done(segment);
            assertThat(journal.bytes()).isZero();
        }
        try (Journal journal = open(PATIENT)) {
            assertThat(journal.sealed().all()).isEmpty();
        }
    }

    @Test
    void aTornEndIsNoEntry() throws Exception {
        try (Journal journal = open(PATIENT)) {
            append(journal, "h", "whole");
            append(journal, "h", "torn");
        }
        Segment segment;
        try (Journal journal = open(PATIENT)) {
            segment = journal.sealed().all().getFirst();
        }
        byte[] bytes = Files.readAllBytes(segment.file());
        for (int length = 0; length < bytes.length; length++) {
            Files.write(segment.file(), Arrays.copyOf(bytes, length));
            List<String> entries = read(segment);
            assertThat(entries).as("%d bytes", length).doesNotContain("torn").isSubsetOf("h", "whole", "");
        }
        byte[] flipped = bytes.clone();
        flipped[bytes.length - 1] ^= 1;
        Files.write(segment.file(), flipped);
        assertThat(read(segment)).containsExactly("h", "whole");
        Files.write(segment.file(), new byte[]{127, 127, 127, 127, 0, 0, 0, 0}, StandardOpenOption.APPEND);
        assertThat(read(segment)).containsExactly("h", "whole");
    }

    @Test
    void pastTheLimitTheOldestGoAndAreCounted() throws Exception {
        try (Journal journal = open(new JournalOptions(1 << 20, 2, Duration.ofHours(1), 10_000, 16 << 20))) {
            for (int i = 0; i < 40; i++) {
                append(journal, "h", i + " ".repeat(600));
                assertThat(journal.bytes()).isLessThanOrEqualTo(10_000);
            }
            int kept = 0;
            for (List<String> texts : readAll(journal)) {
                kept += texts.size() - 1;
            }
            assertThat(kept).isBetween(10, 16);
            assertThat(dropped).containsOnlyKeys(Reason.JOURNAL_FULL);
            assertThat(dropped.get(Reason.JOURNAL_FULL)).isEqualTo(40 - kept);
            assertThat(readAll(journal).getLast().getLast()).startsWith("39");
        }
    }

    @Test
    void whatIsBeingReadIsNotDropped() throws Exception {
        try (Journal journal = open(new JournalOptions(1 << 20, 1, Duration.ofHours(1), 3_000, 16 << 20))) {
            append(journal, "h", "first" + " ".repeat(600));
            Segment first = journal.sealed().all().getFirst();
            assertThat(journal.sealed().beginReading(first)).isTrue();
            for (int i = 0; i < 20; i++) {
                append(journal, "h", i + " ".repeat(600));
            }
            assertThat(read(first)).hasSize(2);
            assertThat(journal.sealed().all()).contains(first);
        }
    }

    /** A disk that takes so many bytes in all. */
    private record FullDisk(AtomicLong left) implements Disk {
        @Override
        public Appender create(Path file) throws IOException {
            Appender real = Disk.file(file);
            return new Appender() {
                @Override
                public void append(ByteBuffer bytes) throws IOException {
                    long taken = Math.min(bytes.remaining(), left.get());
                    left.addAndGet(-taken);
                    int all = bytes.limit();
                    real.append(bytes.limit(bytes.position() + (int) taken));
                    if (bytes.limit() < all) {
                        throw new IOException("No space left on device");
                    }
                }

                @Override
                public void force() throws IOException {
                    real.force();
                }

                @Override
                public void truncate(long length) throws IOException {
                    real.truncate(length);
                }

                @Override
                public void close() throws IOException {
                    real.close();
                }
            };
        }
    }

    @Test
    void aFullDiskIsCountedAndRecoveredFrom() throws Exception {
        FullDisk disk = new FullDisk(new AtomicLong(2_000));
        try (Journal journal = open(PATIENT, disk)) {
            for (int i = 0; i < 10; i++) {
                append(journal, "h", i + " ".repeat(600));
            }
            assertThat(dropped).containsExactly(Map.entry(Reason.DISK, 7));
            disk.left().set(1 << 20);
            append(journal, "h", "again");
        }
        try (Journal journal = open(PATIENT)) {
            List<String> entries = readAll(journal).stream().flatMap(List::stream).map(String::strip).toList();
            assertThat(entries).contains("0", "1", "2", "again").doesNotContain("3", "9");
        }
    }

    @Test
    void aSlowDiskNeitherFillsTheMemoryNorStopsCallers() throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        AtomicInteger acknowledged = new AtomicInteger();
        Disk slow = file -> {
            try {
                stuck.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return Disk.file(file);
        };
        try (Journal journal = open(new JournalOptions(1 << 20, 1_000, Duration.ofHours(1), 64 << 20, 10_000), slow)) {
            for (int i = 0; i < 100; i++) {
                journal.append("h", new Text("x".repeat(1_000)), acknowledged::incrementAndGet);
            }
            assertThat(dropped).containsExactly(Map.entry(Reason.QUEUE_FULL, 90));
            assertThat(acknowledged).hasValue(90);
            stuck.countDown();
        }
        assertThat(acknowledged).hasValue(100);
    }

    @Test
    void processesThatShareAFolderWriteApartAndInheritWhatIsLeft() throws Exception {
        try (Journal first = open(PATIENT); Journal second = open(PATIENT)) {
            append(first, "h", "of the first");
            append(second, "h", "of the second");
        }
        try (Journal third = open(PATIENT)) {
            assertThat(readAll(third))
                    .containsExactlyInAnyOrder(List.of("h", "of the first"), List.of("h", "of the second"));
        }
    }

    @Test
    void nobodyElseMayReadIt() throws Exception {
        try (Journal journal = open(PATIENT)) {
            append(journal, "h", "a prompt");
            assertThat(Files.getPosixFilePermissions(folder.resolve("journal-1")))
                    .allSatisfy(permission -> assertThat(permission.name()).startsWith("OWNER_"));
        }
    }
}
