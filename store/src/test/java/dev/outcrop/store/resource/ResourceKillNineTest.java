package dev.outcrop.store.resource;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import dev.outcrop.store.Store;
import dev.outcrop.store.database.Database;
import dev.outcrop.store.resource.KilledResourceWriter.Step;
import dev.outcrop.store.testing.KilledProcess;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static dev.outcrop.store.resource.KilledResourceWriter.SCOPE;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * As {@code KillNineTest}, for resources and jobs: what was acknowledged is there, what is there is whole, and the jobs of
 * a killed worker are finished by the next.
 */
@Timeout(120)
class ResourceKillNineTest {
    private static final int LEAST_KILLS = 4;
    private static final long BUDGET_NANOS = TimeUnit.SECONDS.toNanos(8);

    @TempDir
    Path folder;

    private final Map<String, Step> acknowledged = new HashMap<>();

    @Test
    void nothingAcknowledgedIsLostAndNothingIsHalfThere(TestReporter reporter) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Path file = folder.resolve("killed.db");
        long end = System.nanoTime() + BUDGET_NANOS;
        int kills = 0;
        while (kills < LEAST_KILLS || System.nanoTime() < end) {
            KilledProcess.run(KilledResourceWriter.class, file, random.nextInt(250_000), this::note);
            kills++;
            check(file, "seed " + seed + ", kill " + kills);
        }
        reporter.publishEntry(Map.of(
                "seed", Long.toString(seed),
                "kills", Integer.toString(kills),
                "resources acknowledged", Integer.toString(acknowledged.size())));
        assertThat(acknowledged).hasSizeGreaterThan(kills);
    }

    private void note(@Nullable String line) {
        assertThat(line).as("the writer's first words").isNotNull();
        String[] words = line.split(" ");
        // The kill may cut the last line; what was not said whole was not acknowledged.
        if (words.length == 2) {
            for (Step step : Step.values()) {
                if (step.name().equals(words[1])) {
                    acknowledged.put(words[0], step);
                }
            }
        }
    }

    private void check(Path file, String when) {
        try (Database database = Database.sqlite(file)) {
            assertThat(database.<String>read(
                    handle -> handle.createQuery("PRAGMA integrity_check").mapTo(String.class).one()))
                    .as(when)
                    .isEqualTo("ok");
            assertThat(database.<Integer>read(handle -> handle
                    .createQuery("SELECT COUNT(*) FROM pragma_foreign_key_check").mapTo(Integer.class).one()))
                    .as(when)
                    .isZero();
        }
        try (Store store = Store.sqlite(file)) {
            acknowledged.forEach((id, step) -> check(store, id, step, when + ", " + id + " last " + step));
            for (ResourceKind kind : ResourceKind.values()) {
                store.resources().all(SCOPE, kind).forEach(resource -> {
                    assertThat(resource.document()).as(when).isEqualTo(KilledResourceWriter.DOCUMENT);
                    assertThat(store.tags().list(resource.arn())).as(when).hasValue(KilledResourceWriter.TAGS);
                });
            }
        }
    }

    /** What was not acknowledged may have happened all the same: only the answer was lost. */
    private static void check(Store store, String id, Step step, String when) {
        Optional<StoredResource> model = store.resources().find(SCOPE, ResourceKind.CUSTOM_MODEL, id);
        Optional<StoredResource> job = store.resources().find(SCOPE, ResourceKind.MODEL_COPY_JOB, id);
        switch (step) {
            case CREATED -> assertThat(model).as(when).isPresent();
            case USED, CLAIMED -> {
                assertThat(model).as(when).isPresent();
                assertThat(job).as(when).isPresent();
            }
            case COMPLETED, DELETED -> {
                assertThat(job).as(when).map(StoredResource::status).hasValue("Completed");
                assertThat(job.orElseThrow().content().uses()).as(when).isEmpty();
                if (step == Step.DELETED) {
                    assertThat(model).as(when).isEmpty();
                }
            }
        }
    }
}
