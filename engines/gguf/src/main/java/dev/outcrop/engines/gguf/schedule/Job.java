package dev.outcrop.engines.gguf.schedule;

/**
 * One generation as the scheduler sees it.
 *
 * <p>{@link #prepare()} runs on a thread of its own; every other method is called by the scheduler's one thread, {@link
 * #cancelled()} and {@link #paused()} from any thread.
 */
public interface Job {

    /** What to compute. */
    interface Plan {
        /** The prompt's token ids; at least one. */
        int[] prompt();

        /** The most positions that prompt and answer take; at least as many as the prompt has. */
        int positions();
    }

    /**
     * Works out the prompt.
     *
     * @throws RuntimeException when there is nothing that could be computed; it goes to {@link #failed}
     */
    Plan prepare();

    /** Called once, before the prompt is computed. Returns whether any token is wanted; if not, the job is over. */
    boolean started();

    /**
     * Chooses the token after those so far.
     *
     * @param logits of the last token; may be modified
     * @return the token's id, or a negative number when the job is over
     */
    int next(float[] logits);

    /** The job is over, as it said itself; its place and memory are free. Not called for a cancelled job. */
    void finished();

    /** The job is over, without success; its place and memory are free. Not called for a cancelled job. */
    void failed(RuntimeException failure);

    /** Whether nobody wants the job any more. Once true, it stays so. */
    boolean cancelled();

    /** Whether no further token is wanted for now. */
    boolean paused();
}
