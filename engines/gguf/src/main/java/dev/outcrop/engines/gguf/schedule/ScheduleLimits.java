package dev.outcrop.engines.gguf.schedule;

/**
 * How much a scheduler takes on.
 *
 * @param running generations that compute at once
 * @param waiting generations beyond these that may wait for their turn
 * @param promptChunk the most prompt tokens computed in one step while no other generation produces tokens
 * @param sharedPromptChunk the same while others do: smaller, since they wait for the step to end
 */
public record ScheduleLimits(int running, int waiting, int promptChunk, int sharedPromptChunk) {

    public ScheduleLimits {
        if (running < 1 || waiting < 0 || promptChunk < 1 || sharedPromptChunk < 1) {
            throw new IllegalArgumentException("limits out of range: running %d, waiting %d, chunks %d and %d"
                    .formatted(running, waiting, promptChunk, sharedPromptChunk));
        }
    }
}
