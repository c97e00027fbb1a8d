package dev.outcrop.engines.gguf.tensor;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WorkersTest {

    private static final long COSTLY = 1 << 20;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void everyItemIsHandledOnce(int threads) {
        try (Workers workers = new Workers(threads, "test")) {
            for (int items : new int[]{0, 1, 2, 7, 100, 1000}) {
                for (long cost : new long[]{1, COSTLY}) {
                    AtomicIntegerArray handled = new AtomicIntegerArray(items);
                    workers.forEach(items, cost, (from, to, worker) -> {
                        assertThat(worker).isBetween(0, threads - 1);
                        for (int i = from; i < to; i++) {
                            handled.incrementAndGet(i);
                        }
                    });
                    for (int i = 0; i < items; i++) {
                        assertThat(handled.get(i)).isEqualTo(1);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aFailureReachesTheCallerAndTheNextLoopRuns(int threads) {
        try (Workers workers = new Workers(threads, "test")) {
            assertThatThrownBy(() -> workers.forEach(100, COSTLY, (from, to, worker) -> {
                throw new IllegalStateException("item " + from);
            })).isInstanceOf(IllegalStateException.class).hasMessageStartingWith("item");
            everyItemIsHandledOnce(threads);
        }
    }

    @Test
    void anAbandonedLoopEndsEarly() {
        try (Workers workers = new Workers(1, "test")) {
            AtomicBoolean abandoned = new AtomicBoolean();
            workers.abandonWhen(abandoned::get);
            AtomicIntegerArray handled = new AtomicIntegerArray(1000);
            assertThatThrownBy(() -> workers.forEach(1000, COSTLY, (from, to, worker) -> {
                handled.incrementAndGet(from);
                abandoned.set(true);
            })).isInstanceOf(CancellationException.class);
            assertThat(handled.get(0)).isEqualTo(1);
            assertThat(handled.get(1)).isZero();
            abandoned.set(false);
            workers.forEach(1000, COSTLY, (from, to, worker) -> handled.incrementAndGet(from));
            assertThat(handled.get(999)).isEqualTo(1);
        }
    }

    @Test
    void helpersSleepWhenThereIsNothingToDo() {
        try (Workers workers = new Workers(2, "sleepy")) {
            workers.forEach(10, COSTLY, (from, to, worker) -> {});
            Thread helper = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().equals("sleepy-1")).findFirst().orElseThrow();
            while (helper.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
        }
    }
}
