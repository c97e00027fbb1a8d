package dev.outcrop.store.guardrail;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import dev.outcrop.store.Store;
import dev.outcrop.store.database.Database;
import dev.outcrop.store.guardrail.KilledWriter.Step;
import dev.outcrop.store.scope.AccountRegion;
import dev.outcrop.store.testing.KilledProcess;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A writing process is killed at random moments, many times, on one file: what it had been told was written is there,
 * and whatever is there is whole. (A kill leaves the operating system's buffers; what a loss of power leaves is the
 * promise of {@code synchronous=FULL}, which {@code DatabaseTest} checks to be set.)
 */
@Timeout(120)
class KillNineTest {
    private static final int LEAST_KILLS = 4;
    private static final long BUDGET_NANOS = TimeUnit.SECONDS.toNanos(12);

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
            KilledProcess.run(KilledWriter.class, file, random.nextInt(250_000), this::note);
            kills++;
            check(file, "seed " + seed + ", kill " + kills);
        }
        reporter.publishEntry(Map.of(
                "seed", Long.toString(seed),
                "kills", Integer.toString(kills),
                "guardrails acknowledged", Integer.toString(acknowledged.size())));
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
            assertThat(database.<Integer>read(
                    handle -> handle.createQuery("SELECT COUNT(*) FROM pragma_foreign_key_check")
                            .mapTo(Integer.class).one()))
                    .as(when)
                    .isZero();
            Set<String> there = database.read(
                    handle -> new HashSet<>(handle.createQuery("SELECT id FROM guardrail").mapTo(String.class).list()));
            try (Store store = Store.sqlite(file)) {
                there.forEach(id -> checkWhole(store, id, when));
            }
            acknowledged.forEach((id, step) -> assertThat(there.contains(id))
                    .as("%s: guardrail %s, last acknowledged: %s", when, id, step)
                    .matches(isThere -> mayBe(isThere, step)));
        }
    }

    /** What was not acknowledged may have happened all the same: only the answer was lost. */
    private static boolean mayBe(boolean isThere, Step last) {
        return switch (last) {
            case CREATED, VERSIONED -> isThere;
            case UPDATED -> true;
            case DELETED -> !isThere;
        };
    }

    private void checkWhole(Store store, String id, String when) {
        AccountRegion scope = new AccountRegion("123456789012", id);
        Optional<StoredGuardrail> draft = store.guardrails().find(scope, id, GuardrailStore.DRAFT);
        assertThat(draft).as(when).isPresent();
        String document = draft.orElseThrow().document();
        assertThat(document.strip()).as(when).isEqualTo(KilledWriter.DOCUMENT);
        assertThat(store.tags().list(draft.orElseThrow().head().arn())).as(when).hasValue(KilledWriter.TAGS);
        Optional<StoredGuardrail> version = store.guardrails().find(scope, id, 1);
        version.ifPresent(copy -> assertThat(copy.document()).as(when).isEqualTo(KilledWriter.DOCUMENT));
        Step last = acknowledged.get(id);
        if (last != null && last != Step.CREATED) {
            assertThat(version).as("%s: version of %s", when, id).isPresent();
        }
        if (last == Step.UPDATED) {
            assertThat(document).as("%s: update of %s", when, id).isEqualTo(KilledWriter.DOCUMENT + " ");
        }
    }
}
