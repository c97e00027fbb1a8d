package dev.outcrop.store.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** The same task many times at once. */
public final class Parallel {

    private Parallel() {}

    /** Results in the order of the numbers 0 to {@code count} - 1. */
    public static <T> List<T> run(int count, IntFunction<T> task) throws Exception {
        List<Callable<T>> tasks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            tasks.add(() -> task.apply(number));
        }
        List<T> results = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<T> future : executor.invokeAll(tasks)) {
                results.add(future.get());
            }
        }
        return results;
    }
}
