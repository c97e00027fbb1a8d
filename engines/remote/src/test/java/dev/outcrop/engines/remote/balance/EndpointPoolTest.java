package dev.outcrop.engines.remote.balance;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import dev.outcrop.inference.InferenceException;
import dev.outcrop.inference.OverloadedException;
import dev.outcrop.inference.UnavailableException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EndpointPoolTest {
    private final AtomicLong time = new AtomicLong(-5);

    @Test
    void aConversationStaysWhereItIs() {
        EndpointPool pool = pool(4, 100, 0);
        for (long conversation = 0; conversation < 50; conversation++) {
            Endpoint first = call(pool, conversation);
            for (int turn = 0; turn < 5; turn++) {
                assertThat(call(pool, conversation)).isEqualTo(first);
            }
        }
    }

    @Test
    void conversationsSpread() {
        EndpointPool pool = pool(4, 100, 0);
        Map<Endpoint, Integer> calls = new HashMap<>();
        for (long conversation = 0; conversation < 400; conversation++) {
            calls.merge(call(pool, conversation), 1, Integer::sum);
        }
        assertThat(calls).hasSize(4);
        assertThat(calls.values()).allSatisfy(count -> assertThat(count).isBetween(60, 140));
    }

    @Test
    void mostConversationsStayWhenAnEndpointIsAdded() {
        EndpointPool pool = pool(4, 100, 0);
        Map<Long, URI> before = new HashMap<>();
        for (long conversation = 0; conversation < 200; conversation++) {
            before.put(conversation, call(pool, conversation).uri());
        }
        pool.replace(uris(5));
        long moved = before.entrySet().stream()
                .filter(each -> !call(pool, each.getKey()).uri().equals(each.getValue())).count();
        assertThat(moved).isBetween(15L, 70L);
    }

    @Test
    void oneHotConversationDoesNotFillItsEndpoint() {
        EndpointPool pool = pool(4, 100, 0);
        Map<Endpoint, Integer> running = new HashMap<>();
        for (int i = 0; i < 40; i++) {
            running.merge(pool.acquire(7, Set.of(), new Told()).orElseThrow().endpoint(), 1, Integer::sum);
        }
        assertThat(running.values().stream().mapToInt(Integer::intValue).max().orElseThrow()).isLessThanOrEqualTo(13);
    }

    @Test
    void theLineIsServedInOrderAndIsBounded() {
        EndpointPool pool = pool(1, 1, 2);
        Lease running = pool.acquire(0, Set.of(), new Told()).orElseThrow();
        Told first = new Told();
        Told second = new Told();
        assertThat(pool.acquire(0, Set.of(), first)).isEmpty();
        assertThat(pool.acquire(0, Set.of(), second)).isEmpty();
        assertThatThrownBy(() -> pool.acquire(0, Set.of(), new Told())).isInstanceOf(OverloadedException.class);
        running.release(Outcome.ANSWERED);
        running.release(Outcome.ANSWERED);
        assertThat(first.leases).hasSize(1);
        assertThat(second.leases).as("a lease released twice makes room once").isEmpty();
        first.leases.getFirst().release(Outcome.ANSWERED);
        assertThat(second.leases).hasSize(1);
    }

    @Test
    void whoLeavesTheLineIsNotCalled() {
        EndpointPool pool = pool(1, 1, 2);
        Lease running = pool.acquire(0, Set.of(), new Told()).orElseThrow();
        Told left = new Told();
        assertThat(pool.acquire(0, Set.of(), left)).isEmpty();
        pool.leave(left);
        running.release(Outcome.ANSWERED);
        assertThat(left.leases).isEmpty();
        assertThat(pool.acquire(0, Set.of(), new Told())).isPresent();
    }

    @Test
    void failuresInARowOpenTheBreakerForLongerEachTime() {
        EndpointPool pool = pool(1, 10, 10);
        fail(pool, Breaker.CONSECUTIVE);
        assertUnavailable(pool);
        time.addAndGet(TimeUnit.MILLISECONDS.toNanos(999));
        assertUnavailable(pool);
        time.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
        Lease trial = pool.acquire(0, Set.of(), new Told()).orElseThrow();
        assertUnavailable(pool);
        trial.release(Outcome.FAILED);
        time.addAndGet(TimeUnit.MILLISECONDS.toNanos(1_999));
        assertUnavailable(pool);
        time.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
        pool.acquire(0, Set.of(), new Told()).orElseThrow().release(Outcome.ANSWERED);
        assertThat(pool.acquire(0, Set.of(), new Told())).isPresent();
        assertThat(pool.acquire(0, Set.of(), new Told())).isPresent();
    }

    @Test
    void aTrialThatSaysNothingIsFollowedByAnother() {
        EndpointPool pool = pool(1, 10, 10);
        fail(pool, Breaker.CONSECUTIVE);
        time.addAndGet(TimeUnit.SECONDS.toNanos(1));
        pool.acquire(0, Set.of(), new Told()).orElseThrow().release(Outcome.NOTHING);
        assertThat(pool.acquire(0, Set.of(), new Told())).isPresent();
        assertUnavailable(pool);
    }

    @Test
    void anOutlierIsEjectedWhileTheOthersServe() {
        EndpointPool pool = pool(3, 100, 0);
        Endpoint bad = pool.endpoints().getFirst();
        for (int i = 0; i < 100; i++) {
            Lease lease = pool.acquire(i, Set.of(), new Told()).orElseThrow();
            boolean fails = lease.endpoint().equals(bad) && i % 3 != 0;
            lease.release(fails ? Outcome.FAILED : Outcome.ANSWERED);
        }
        assertThat(IntStream.range(0, 100).mapToObj(i -> call(pool, i))).doesNotContain(bad);
    }

    @Test
    void whoWaitsIsRefusedWhenNothingIsLeft() {
        EndpointPool pool = pool(1, Breaker.CONSECUTIVE, 5);
        List<Lease> running = new ArrayList<>();
        for (int i = 0; i < Breaker.CONSECUTIVE; i++) {
            running.add(pool.acquire(0, Set.of(), new Told()).orElseThrow());
        }
        Told waiting = new Told();
        assertThat(pool.acquire(0, Set.of(), waiting)).isEmpty();
        pool.checked(pool.endpoints().getFirst(), false);
        assertThat(waiting.refusals).isEmpty();
        pool.checked(pool.endpoints().getFirst(), false);
        assertThat(waiting.refusals).hasSize(1).first().isInstanceOf(UnavailableException.class);
        pool.checked(pool.endpoints().getFirst(), true);
        running.getFirst().release(Outcome.ANSWERED);
        assertThat(pool.acquire(0, Set.of(), new Told())).isPresent();
    }

    @Test
    void anEndpointThatAsksForItIsLeftAloneButNotForLong() {
        EndpointPool pool = pool(1, 10, 10);
        pool.acquire(0, Set.of(), new Told()).orElseThrow()
                .release(new Outcome.Throttled(TimeUnit.HOURS.toNanos(1)));
        assertThatThrownBy(() -> pool.acquire(0, Set.of(), new Told())).isInstanceOf(OverloadedException.class);
        time.addAndGet(TimeUnit.SECONDS.toNanos(10));
        assertThat(pool.acquire(0, Set.of(), new Told())).isPresent();
    }

    @Test
    void retriesAreOneCallInFive() {
        RetryBudget budget = new RetryBudget();
        int retries = 0;
        for (int call = 0; call < 1_000; call++) {
            budget.deposit();
            retries += budget.withdraw() ? 1 : 0;
        }
        assertThat(retries).isBetween(200, 212);
    }

    private static final class Told implements EndpointPool.Waiter {
        private final List<Lease> leases = new ArrayList<>();
        private final List<InferenceException> refusals = new ArrayList<>();

        @Override
        public void ready(Lease lease) {
            leases.add(lease);
        }

        @Override
        public void refused(InferenceException reason) {
            refusals.add(reason);
        }
    }

    private static void fail(EndpointPool pool, int times) {
        for (int i = 0; i < times; i++) {
            pool.acquire(0, Set.of(), new Told()).orElseThrow().release(Outcome.FAILED);
        }
    }

    private static void assertUnavailable(EndpointPool pool) {
        assertThatThrownBy(() -> pool.acquire(0, Set.of(), new Told())).isInstanceOf(UnavailableException.class);
    }

    private static Endpoint call(EndpointPool pool, long affinity) {
        Lease lease = pool.acquire(affinity, Set.of(), new Told()).orElseThrow();
        lease.release(Outcome.ANSWERED);
        return lease.endpoint();
    }

    private EndpointPool pool(int endpoints, int maxCalls, int maxWaiting) {
        return new EndpointPool("m", uris(endpoints), maxCalls, maxWaiting, time::get);
    }

    private static List<URI> uris(int count) {
        return IntStream.range(0, count).mapToObj(i -> URI.create("http://gpu-" + i + ":8000/v1")).toList();
    }
}
