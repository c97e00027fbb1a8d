package dev.outcrop.store.resource;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.outcrop.store.Store;
import dev.outcrop.store.resource.ResourceWrite.Refused;
import dev.outcrop.store.scope.AccountRegion;
import dev.outcrop.store.testing.Databases;
import dev.outcrop.store.testing.Parallel;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static dev.outcrop.store.resource.Given.NOON;
import static dev.outcrop.store.resource.Given.anyAccount;
import static dev.outcrop.store.resource.Given.content;
import static dev.outcrop.store.resource.Given.done;
import static dev.outcrop.store.resource.Given.resource;
import static dev.outcrop.store.resource.ResourceKind.MODEL_IMPORT_JOB;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

/** Two nodes on one database. */
@Timeout(60)
class JobClaimsTest {
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final List<String> OPEN = List.of("Submitted", "InProgress");

    @TempDir
    Path folder;

    private static void job(Store store, AccountRegion scope, String id, String status) {
        done(store.resources()
                .create(scope, resource(scope, MODEL_IMPORT_JOB, id, content(id).withStatus(status))));
    }

    private static Optional<Claim> take(Store store, AccountRegion scope, String node, Instant now) {
        return store.jobs().take(scope, MODEL_IMPORT_JOB, OPEN, node, now, LEASE);
    }

    @ParameterizedTest
    @EnumSource
    void aJobIsHeldByOneAndTheOldestComesFirst(Databases database) {
        try (Store one = database.open(folder); Store other = database.open(folder)) {
            AccountRegion scope = anyAccount();
            job(one, scope, "done", "Completed");
            job(one, scope, "first", "Submitted");
            job(one, scope, "second", "InProgress");
            Claim first = take(one, scope, "a", NOON).orElseThrow();
            assertThat(first.job().id()).isEqualTo("first");
            assertThat(take(other, scope, "b", NOON).orElseThrow().job().id()).isEqualTo("second");
            assertThat(take(other, scope, "b", NOON)).isEmpty();
            assertThat(take(other, anyAccount(), "b", NOON)).isEmpty();
            one.jobs().release(first);
            assertThat(take(other, scope, "b", NOON)).map(Claim::job).map(StoredResource::id).hasValue("first");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDeadNodesJobIsTakenOverAndItsHolderHasNoSayAnyMore(Databases database) {
        try (Store one = database.open(folder); Store other = database.open(folder)) {
            AccountRegion scope = anyAccount();
            job(one, scope, "j", "Submitted");
            Claim dead = take(one, scope, "a", NOON).orElseThrow();
            assertThat(one.jobs().renew(dead, NOON.plusSeconds(60), LEASE)).isTrue();
            assertThat(take(other, scope, "b", NOON.plusSeconds(130))).as("renewed").isEmpty();
            assertThat(done(one.jobs().update(dead, job -> job.content().withStatus("InProgress"), NOON)).status())
                    .isEqualTo("InProgress");
            Claim successor = take(other, scope, "b", NOON.plusSeconds(181)).orElseThrow();
            assertThat(successor.job().status()).isEqualTo("InProgress");
            assertThat(one.jobs().renew(dead, NOON.plusSeconds(181), LEASE)).isFalse();
            assertThat(one.jobs().update(dead, job -> job.content().withStatus("Failed"), NOON))
                    .isEqualTo(Refused.NOT_HELD);
            one.jobs().release(dead);
            assertThat(take(one, scope, "a", NOON.plusSeconds(182))).as("not the dead one's to release").isEmpty();
            done(other.jobs().update(successor, job -> job.content().withStatus("Completed"), NOON));
            other.jobs().release(successor);
            assertThat(take(one, scope, "a", NOON.plusSeconds(999))).as("nothing left to do").isEmpty();
        }
    }

    /** A node that has lost a job and taken it again is not its former self. */
    @ParameterizedTest
    @EnumSource
    void everyClaimIsADistinctOne(Databases database) {
        try (Store store = database.open(folder)) {
            AccountRegion scope = anyAccount();
            job(store, scope, "j", "Submitted");
            Claim earlier = take(store, scope, "a", NOON).orElseThrow();
            Claim later = take(store, scope, "a", NOON.plusSeconds(121)).orElseThrow();
            assertThat(store.jobs().renew(earlier, NOON.plusSeconds(121), LEASE)).isFalse();
            assertThat(store.jobs().renew(later, NOON.plusSeconds(121), LEASE)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void ofManyThatTakeAtOnceEachGetsAnotherJob(Databases database) throws Exception {
        try (Store one = database.open(folder); Store other = database.open(folder)) {
            AccountRegion scope = anyAccount();
            for (int i = 0; i < 5; i++) {
                job(one, scope, "j" + i, "Submitted");
            }
            List<Optional<Claim>> claims = Parallel.run(
                    16,
                    i -> take(i % 2 == 0 ? one : other, scope, "n" + i, NOON));
            Set<String> taken = claims.stream().flatMap(Optional::stream).map(claim -> claim.job().id())
                    .collect(toSet());
            assertThat(claims).filteredOn(Optional::isPresent).hasSize(5);
            assertThat(taken).hasSize(5);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDeletedJobIsHeldByNoOne(Databases database) {
        try (Store store = database.open(folder)) {
            AccountRegion scope = anyAccount();
            job(store, scope, "j", "Submitted");
            Claim claim = take(store, scope, "a", NOON).orElseThrow();
            done(store.resources().delete(scope, MODEL_IMPORT_JOB, "j", job -> {}));
            assertThat(store.jobs().renew(claim, NOON, LEASE)).isFalse();
            assertThat(store.jobs().update(claim, StoredResource::content, NOON)).isEqualTo(Refused.NOT_HELD);
        }
    }
}
