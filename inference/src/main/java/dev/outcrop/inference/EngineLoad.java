package dev.outcrop.inference;

/**
 * How busy an engine is. Counts go up from the engine's start.
 *
 * @param running generations that have a place
 * @param waiting generations that wait for one
 * @param entered generations that were given a place so far
 * @param waitedNanos how long those waited for it, all together
 * @param steps steps computed so far
 * @param stepTokens tokens computed in them, prompts' and answers'
 * @param cacheUsed cache memory that running generations have reserved, in the engine's own units
 * @param cacheTotal cache memory that there is, in the same units
 */
public record EngineLoad(
        int running, int waiting, long entered, long waitedNanos, long steps, long stepTokens, long cacheUsed,
        long cacheTotal) {}
