package dev.outcrop.engines.gguf;

import java.util.OptionalInt;

/**
 * How an engine uses the machine.
 *
 * @param threads threads that compute, at least 1
 * @param maxSequences generations that compute at once, at least 1
 * @param maxQueued generations beyond these that may wait for their turn; more are turned away
 * @param contextLength the most tokens of prompt and answer together; empty takes what the model was trained for, or
 *     as much of it as {@code cacheBytes} allows
 * @param cacheBytes the most memory for the keys and values of all running generations, in bytes
 */
public record GgufOptions(
        int threads, int maxSequences, int maxQueued, OptionalInt contextLength, long cacheBytes) {

    public GgufOptions {
        if (threads < 1 || maxSequences < 1 || maxQueued < 0 || cacheBytes < 1
                || (contextLength.isPresent() && contextLength.getAsInt() < 1)) {
            throw new IllegalArgumentException(
                    "options out of range: %d threads, %d sequences, %d queued, context %s, %d cache bytes"
                            .formatted(threads, maxSequences, maxQueued, contextLength, cacheBytes));
        }
    }

    /** All processors, 4 generations at once, 64 waiting, the model's own context, a quarter of the heap as cache. */
    public static GgufOptions defaults() {
        Runtime runtime = Runtime.getRuntime();
        return new GgufOptions(runtime.availableProcessors(), 4, 64, OptionalInt.empty(), runtime.maxMemory() / 4);
    }

    public GgufOptions withThreads(int value) {
        return new GgufOptions(value, maxSequences, maxQueued, contextLength, cacheBytes);
    }

    public GgufOptions withMaxSequences(int value) {
        return new GgufOptions(threads, value, maxQueued, contextLength, cacheBytes);
    }

    public GgufOptions withMaxQueued(int value) {
        return new GgufOptions(threads, maxSequences, value, contextLength, cacheBytes);
    }

    public GgufOptions withContextLength(int value) {
        return new GgufOptions(threads, maxSequences, maxQueued, OptionalInt.of(value), cacheBytes);
    }

    public GgufOptions withCacheBytes(long value) {
        return new GgufOptions(threads, maxSequences, maxQueued, contextLength, value);
    }
}
