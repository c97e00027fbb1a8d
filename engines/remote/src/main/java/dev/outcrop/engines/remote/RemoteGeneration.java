package dev.outcrop.engines.remote;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import dev.outcrop.engines.remote.balance.Outcome;
import dev.outcrop.engines.remote.http.Loops;
import dev.outcrop.engines.remote.openai.AnswerText;
import dev.outcrop.engines.remote.openai.ChunkReader;
import dev.outcrop.engines.remote.openai.RequestBody;
import dev.outcrop.engines.remote.openai.UpstreamError;
import dev.outcrop.engines.remote.sse.MalformedSseException;
import dev.outcrop.engines.remote.sse.SseParser;
import dev.outcrop.inference.Generation;
import dev.outcrop.inference.GenerationListener;
import dev.outcrop.inference.GenerationRequest;
import dev.outcrop.inference.GenerationResult;
import dev.outcrop.inference.InferenceException;
import dev.outcrop.inference.StopReason;
import dev.outcrop.inference.TimedOutException;
import dev.outcrop.inference.UpstreamException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * One streamed completion. Everything happens on its event loop: bytes become events, events become what the listener
 * hears, in the call that read them from the socket.
 *
 * <p>Paused, it reads no more from the socket, so that the server is held back by TCP. Cancelled, it closes the connection,
 * by which servers notice that nobody listens.
 */
final class RemoteGeneration implements Generation, Attempts.Answer, ChunkReader.Sink {

    /** The most bytes of one event. Ten times the longest that a token with its probabilities takes. */
    static final int MAX_EVENT = 1 << 20;

    private static final ChunkReader CHUNKS = new ChunkReader();
    private static final byte[] DONE = {'[', 'D', 'O', 'N', 'E', ']'};
    private static final int OK = 200;
    /** Pieces of an answer beyond its tokens, such as what a server's detokenizer held back. */
    private static final int SPARE_PIECES = 16;
    /** Several times what the longest answer of any model has. */
    private static final int MOST_CHARACTERS = 8 * 1_024 * 1_024;
    /** English text has some four characters to a token; an estimate, until the server gives its own count. */
    private static final int CHARS_PER_TOKEN = 4;

    private final Upstream upstream;
    private final EventLoop loop;
    private final GenerationRequest request;
    private final GenerationListener listener;
    private final RequestBody bodies;
    private final Consumer<RemoteGeneration> onOver;
    private final SseParser events = new SseParser(MAX_EVENT);
    private final AnswerText answer;
    private volatile boolean cancelled;

    // Below: touched by the event loop alone.
    private @Nullable Attempts attempts;
    private @Nullable ScheduledFuture<?> timer;
    private byte[] scratch = new byte[0];
    private int maxTokens;
    private boolean over;
    private boolean started;
    private boolean paused;
    private long begunAt;
    private long lastTokenAt;
    private int promptTokens = -1;
    private int outputTokens;
    private int countedTokens;
    private long characters;
    private @Nullable StopReason reason;
    private @Nullable String matched;

    RemoteGeneration(
            Upstream upstream,
            EventLoop loop,
            GenerationRequest request,
            GenerationListener listener,
            RequestBody bodies,
            Consumer<RemoteGeneration> onOver) {
        this.upstream = upstream;
        this.loop = loop;
        this.request = request;
        this.listener = listener;
        this.bodies = bodies;
        this.onOver = onOver;
        this.maxTokens = request.maxTokens();
        this.answer = new AnswerText(request.reasoning(), new Delivery());
    }

    /**
     * Begins, on the loop.
     *
     * @throws InferenceException when it cannot, of which the listener hears nothing
     */
    void begin(byte[] body) {
        if (cancelled || over) {
            return;
        }
        begunAt = System.nanoTime();
        String path = RequestBody.isVerbatim(request.prompt()) ? "/completions" : "/chat/completions";
        Attempts begun = new Attempts(
                upstream, loop, target -> target.basePath() + path, body, "text/event-stream",
                Affinity.of(request.prompt()), this);
        attempts = begun;
        if (paused) {
            begun.pause();
        }
        schedule(upstream.options().timeouts().firstToken().toNanos());
        try {
            begun.begin();
        } catch (InferenceException e) {
            finish();
            throw e;
        }
    }

    @Override
    public void cancel() {
        cancelled = true;
        Loops.run(loop, () -> {
            if (!over) {
                finish();
                if (attempts != null) {
                    attempts.abort(Outcome.NOTHING);
                }
            }
        });
    }

    @Override
    public void pause() {
        Loops.run(loop, () -> {
            paused = true;
            if (attempts != null) {
                attempts.pause();
            }
        });
    }

    @Override
    public void resume() {
        Loops.run(loop, () -> {
            if (!paused) {
                return;
            }
            paused = false;
            lastTokenAt = System.nanoTime();
            if (attempts != null) {
                attempts.resume();
            }
        });
    }

    /** Ends it for a reason of this side; the listener hears of it. */
    void fail(RuntimeException failure) {
        Loops.run(loop, () -> {
            if (attempts != null) {
                attempts.abort(Outcome.NOTHING);
            }
            failed(failure);
        });
    }

    /** {@link #begin} could not, on a thread from which the caller cannot hear of it. */
    void refused(InferenceException reason) {
        if (!cancelled) {
            listener.onFailure(reason);
        }
    }

    private void schedule(long nanos) {
        timer = loop.schedule(this::checkTime, nanos, TimeUnit.NANOSECONDS);
    }

    /** One timer per answer, which looks at the time of the last token, costs nothing per token. */
    private void checkTime() {
        if (over) {
            return;
        }
        long now = System.nanoTime();
        RemoteOptions.Timeouts timeouts = upstream.options().timeouts();
        long left = timeouts.answer().toNanos() - (now - begunAt);
        if (started && !paused) {
            left = Math.min(left, timeouts.idle().toNanos() - (now - lastTokenAt));
        } else if (started) {
            left = Math.min(left, timeouts.idle().toNanos());
        } else {
            left = Math.min(left, timeouts.firstToken().toNanos() - (now - begunAt));
        }
        if (left > 0) {
            schedule(left);
            return;
        }
        if (attempts != null) {
            attempts.abort(Outcome.FAILED);
        }
        failed(new TimedOutException(
                started ? "The model's server stopped answering." : "The model's server did not begin to answer."));
    }

    @Override
    public void begin(HttpHeaders headers) {
        String type = headers.get(HttpHeaderNames.CONTENT_TYPE, "");
        if (!type.regionMatches(true, 0, "text/event-stream", 0, "text/event-stream".length())) {
            throw new UpstreamException(
                    "The model's server answered with content type \"" + type.substring(0, Math.min(100, type.length()))
                            + "\" instead of a stream of events.",
                    OK, upstream.options().model());
        }
    }

    @Override
    public void body(ByteBuf part) {
        int length = part.readableBytes();
        try {
            if (part.hasArray()) {
                int from = part.arrayOffset() + part.readerIndex();
                events.feed(part.array(), from, from + length, this::event);
            } else {
                if (scratch.length < length) {
                    scratch = new byte[Math.max(length, 4_096)];
                }
                part.getBytes(part.readerIndex(), scratch, 0, length);
                events.feed(scratch, 0, length, this::event);
            }
        } catch (MalformedSseException e) {
            throw new UpstreamException("The model's server sent " + e.getMessage() + ".", OK,
                    upstream.options().model());
        }
    }

    private void event(String type, byte[] data, int length) {
        if (over || cancelled) {
            return;
        }
        if (isDone(data, length)) {
            if (reason == null) {
                throw incomplete();
            }
            complete(Outcome.ANSWERED);
            return;
        }
        try {
            CHUNKS.read(data, length, this);
        } catch (JacksonException e) {
            throw upstream.failures().malformed(data, length);
        }
    }

    private static boolean isDone(byte[] data, int length) {
        return length == DONE.length && Arrays.equals(data, 0, length, DONE, 0, length);
    }

    @Override
    public void end() {
        events.end(this::event);
        if (over || cancelled) {
            return;
        }
        if (reason == null) {
            throw incomplete();
        }
        complete(Outcome.ANSWERED);
    }

    private UpstreamException incomplete() {
        return new UpstreamException(
                "The model's server ended the answer before it was complete.", OK, upstream.options().model());
    }

    @Override
    public boolean hasBegun() {
        return started;
    }

    /** Servers that do not cut an answer to what fits refuse it; they are asked for what fits. */
    @Override
    public byte @Nullable [] shortened(UpstreamError error) {
        int room = error.contextLength() - error.promptTokens();
        if (error.promptTokens() < 0 || error.contextLength() < 0 || room <= 0 || room >= maxTokens) {
            return null;
        }
        maxTokens = room;
        return bodies.of(request, room);
    }

    @Override
    public void failed(RuntimeException failure) {
        if (over) {
            return;
        }
        finish();
        if (!cancelled) {
            listener.onFailure(failure);
        }
    }

    @Override
    public void text(String added) {
        if (isHeard(added)) {
            answer.text(added);
        }
    }

    @Override
    public void reasoning(String added) {
        if (isHeard(added)) {
            answer.reasoning(added);
        }
    }

    @Override
    public void toolCall(int index, @Nullable String id, @Nullable String name, String arguments) {
        if (isHeard(arguments)) {
            answer.toolCall(index, id, name, arguments);
        }
    }

    /**
     * Whether a token may be heard; counts it. Pieces are not always tokens, so some more than were asked for may come; a
     * server that does not stop then is not listened to any longer. Nor are pieces always short: whoever keeps the whole answer
     * must be able to hold it.
     */
    private boolean isHeard(String piece) {
        if (over || cancelled) {
            return false;
        }
        characters += piece.length();
        if (characters > MOST_CHARACTERS) {
            throw new UpstreamException(
                    "The model's server answered with more than " + MOST_CHARACTERS + " characters.", OK,
                    upstream.options().model());
        }
        start();
        lastTokenAt = System.nanoTime();
        if (maxTokens == 0) {
            return false;
        }
        if (countedTokens >= maxTokens + maxTokens / 8 + SPARE_PIECES) {
            reason = StopReason.MAX_TOKENS;
            complete(Outcome.FAILED);
            return false;
        }
        countedTokens++;
        outputTokens = Math.max(outputTokens, countedTokens);
        return true;
    }

    private void start() {
        if (!started) {
            started = true;
            // From here the time between tokens counts, which may be up long before the first one had to come.
            if (timer != null) {
                timer.cancel(false);
            }
            lastTokenAt = System.nanoTime();
            schedule(upstream.options().timeouts().idle().toNanos());
            listener.onStart(promptTokens >= 0 ? promptTokens : Affinity.chars(request.prompt()) / CHARS_PER_TOKEN);
        }
    }

    @Override
    public void usage(int prompt, int completion) {
        promptTokens = prompt;
        outputTokens = Math.max(outputTokens, completion);
    }

    @Override
    public void finish(String word, @Nullable String stopSequence) {
        if (stopSequence != null && request.stopSequences().contains(stopSequence)) {
            reason = StopReason.STOP_SEQUENCE;
            matched = stopSequence;
            return;
        }
        reason = switch (word) {
            case "length" -> maxTokens < request.maxTokens() ? StopReason.CONTEXT_FULL : StopReason.MAX_TOKENS;
            case "tool_calls", "function_call" -> StopReason.TOOL_CALLS;
            case "content_filter" -> StopReason.CONTENT_FILTERED;
            default -> StopReason.END_OF_TURN;
        };
    }

    @Override
    public void error(UpstreamError error) {
        throw upstream.failures().of(error.status() == 0 ? OK : error.status(), error);
    }

    /** @param outcome what that says of the server; one that has not ended by itself is cut off */
    private void complete(Outcome outcome) {
        StopReason ended = reason == null ? StopReason.END_OF_TURN : reason;
        if (attempts != null && outcome.equals(Outcome.ANSWERED)) {
            attempts.complete();
        } else if (attempts != null) {
            attempts.abort(outcome);
        }
        start();
        answer.end();
        if (over || cancelled) {
            return;
        }
        if (answer.hasCalls() && ended == StopReason.END_OF_TURN) {
            // A call that the request demanded ends with "stop".
            ended = StopReason.TOOL_CALLS;
        }
        finish();
        int prompt = promptTokens >= 0 ? promptTokens : Affinity.chars(request.prompt()) / CHARS_PER_TOKEN;
        listener.onEnd(new GenerationResult(
                prompt, request.maxTokens() == 0 ? 0 : outputTokens, ended, matched));
    }

    private void finish() {
        over = true;
        if (timer != null) {
            timer.cancel(false);
        }
        onOver.accept(this);
    }

    /** What the answer's text comes to, on its way to the listener. */
    private final class Delivery implements AnswerText.Sink {

        @Override
        public void text(String text) {
            if (!cancelled) {
                listener.onText(text, outputTokens);
            }
        }

        @Override
        public void reasoning(String text) {
            if (!cancelled) {
                listener.onReasoning(text, outputTokens);
            }
        }

        @Override
        public void toolCall(String id, String name) {
            if (!cancelled) {
                listener.onToolCall(id, name, outputTokens);
            }
        }

        @Override
        public void toolInput(String json) {
            if (!cancelled) {
                listener.onToolInput(json, outputTokens);
            }
        }

        @Override
        public void unordered() {
            throw new UpstreamException(
                    "The model's server mixed the pieces of several tool calls.", OK, upstream.options().model());
        }
    }
}
