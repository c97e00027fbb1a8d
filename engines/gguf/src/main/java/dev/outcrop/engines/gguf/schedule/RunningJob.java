package dev.outcrop.engines.gguf.schedule;

import dev.outcrop.engines.gguf.cache.SequenceCache;
import dev.outcrop.engines.gguf.model.Slice;

/** A job that has its cache: how much of the prompt is done and which token comes next. */
final class RunningJob {

    final Job job;
    private final SequenceCache cache;
    private final int[] prompt;
    private final int[] token = new int[1];
    private final float[] logits;
    private int promptDone;

    RunningJob(Job job, int[] prompt, SequenceCache cache, int vocabulary) {
        this.job = job;
        this.prompt = prompt;
        this.cache = cache;
        this.logits = new float[vocabulary];
    }

    boolean runnable() {
        return !job.cancelled() && !job.paused();
    }

    boolean readsPrompt() {
        return promptDone < prompt.length;
    }

    int promptLeft() {
        return prompt.length - promptDone;
    }

    /** The next part of the prompt; its last token's logits are wanted when it ends the prompt. */
    Slice promptSlice(int count) {
        return count == promptLeft()
                ? Slice.last(cache, prompt, promptDone, count, logits)
                : Slice.silent(cache, prompt, promptDone, count);
    }

    /** The token that was chosen last. */
    Slice tokenSlice() {
        return Slice.last(cache, token, 0, 1, logits);
    }

    /** Takes note of a computed slice and returns whether the job goes on. */
    boolean computed(Slice slice) {
        if (readsPrompt()) {
            promptDone += slice.count();
        }
        if (slice.wanted() == 0) {
            return true;
        }
        token[0] = job.next(logits);
        return token[0] >= 0;
    }

    void release() {
        cache.close();
    }
}
