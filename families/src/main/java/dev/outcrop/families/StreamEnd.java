package dev.outcrop.families;

import java.util.ArrayList;
import java.util.List;

import dev.outcrop.inference.GenerationResult;

/** Where a stream of several answers ends: with the one that ends last. Confined to one thread; one per stream. */
public final class StreamEnd {
    private final int answers;
    private final List<GenerationResult> results = new ArrayList<>();

    /** @param answers how many the stream has */
    public StreamEnd(int answers) {
        this.answers = answers;
    }

    /** Notes the end of one answer; returns whether it is the end of the stream. */
    public boolean isReachedBy(GenerationResult result) {
        results.add(result);
        return results.size() == answers;
    }

    /** Notes the end of one answer; returns what its last chunk is to the stream. */
    public ChunkSink.Role role(GenerationResult result) {
        return isReachedBy(result) ? ChunkSink.Role.LAST : ChunkSink.Role.TEXT;
    }

    /** How the answers ended, in the order in which they did. */
    public List<GenerationResult> results() {
        return results;
    }
}
