package dev.outcrop.server.http;

import org.jspecify.annotations.Nullable;

/** Watches what one exchange answers, for a log of calls. Called on the exchange's event loop, until its end. */
public interface AnswerWatch {

    /**
     * A part of a streamed answer is about to be sent.
     *
     * @param type the event's name, or empty for a chunk of a model's own
     * @param json as decoded by the client; not to be changed
     */
    void part(String type, byte[] json);

    /** Tokens read and generated; the last call counts. */
    void tokens(int input, int output);

    /** The answer is made of vectors. */
    void vectors();

    /**
     * The answer is complete, and its end waits to be sent.
     *
     * @param errorCode null when it is no error
     * @param body the whole body; empty for a stream, whose parts were told before
     * @param send sends it; to be run once, on any thread
     */
    void answered(@Nullable String errorCode, byte[] body, Runnable send);

    /** The client left before the answer was complete. */
    void left(@Nullable String errorCode);
}
