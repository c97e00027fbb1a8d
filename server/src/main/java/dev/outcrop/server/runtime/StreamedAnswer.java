package dev.outcrop.server.runtime;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import dev.outcrop.guardrails.assessment.Assessment;
import dev.outcrop.inference.Generation;
import dev.outcrop.inference.GenerationResult;
import dev.outcrop.inference.TextModel;
import dev.outcrop.server.guardrail.GuardedCall;
import dev.outcrop.server.http.Exchange;
import dev.outcrop.wire.error.ServiceException;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Relays one generation as an event stream.
 *
 * <p>The engine's thread only puts events into a queue and, when no wake-up is pending, wakes the event loop; the loop
 * takes all there is, frames it into one buffer and writes that once. So a lone token leaves at once, and a burst costs
 * one write.
 *
 * <p>Back-pressure: when the client reads more slowly than the model writes, the generation is paused until the socket
 * has drained. The queue is therefore bounded by {@link #MAX_QUEUED} plus what the engine has under way (one step).
 *
 * <p>The status and headers are sent with the first token: until then a failure is an HTTP error, after it an exception
 * inside the stream.
 *
 * <p>A guarded stream is the same relay with a {@link GuardedStream} between it and the model. How events are written is
 * the {@link ReplyStream}'s affair.
 */
final class StreamedAnswer implements GuardedStream.Relay {

    /** Tokens that may wait for the event loop before the generation is paused. */
    static final int MAX_QUEUED = 256;

    private sealed interface Event {
        record Start(int promptTokens) implements Event {}

        record Text(String text, int outputTokens) implements Event {}

        record Thought(String text, int outputTokens) implements Event {}

        record Call(String id, String name, int outputTokens) implements Event {}

        record Input(String json, int outputTokens) implements Event {}

        record End(GenerationResult result) implements Event {}

        record Failure(RuntimeException failure) implements Event {}

        record Assessed(Assessment assessment) implements Event {}

        record Blocked(Assessment assessment, GenerationResult result) implements Event {}
    }

    private final Exchange exchange;
    private final Reply reply;
    private final InvocationMeters meters;

    private final Queue<Event> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    private final AtomicBoolean awake = new AtomicBoolean();
    private volatile @Nullable Generation generation;

    // Below: touched by the event loop alone.
    private final ReplyStream stream;
    private Buffer frames = Buffer.buffer();
    private int promptTokens;
    private int tokensOut;
    private long firstTokenMillis = -1;
    private boolean paused;

    StreamedAnswer(Exchange exchange, Reply reply, InvocationMeters meters) {
        this.exchange = exchange;
        this.reply = reply;
        this.meters = meters;
        this.stream = reply.stream(frame -> frames.appendBytes(frame));
    }

    /** Relays what a model generates. */
    void begin(TextModel model) {
        begin(() -> model.generate(reply.generation(), this));
    }

    /** Relays what a guardrail lets pass of it. */
    void beginGuarded(TextModel model, GuardedStreams streams, GuardedCall call) {
        GuardedStream watched = streams.open(call, this);
        stream.guardedBy(call, watched);
        begin(() -> watched.begin(model, reply.generation()));
    }

    /** Sends the stream of a call whose input was blocked: no model is asked. */
    void sendBlocked(String message, GuardedCall call) {
        stream.guardedBy(call, null);
        beginResponse();
        stream.blockedInput(message);
        exchange.write(frames);
        exchange.endStream();
    }

    private void begin(Supplier<Generation> generate) {
        Generation started;
        try {
            started = generate.get();
        } catch (RuntimeException e) {
            exchange.fail(reply.failure(e));
            return;
        }
        generation = started;
        if (queued.get() >= MAX_QUEUED) {
            // A model may be ahead before it is known here. What it queued has woken the loop, on which this runs: the
            // relay comes later, takes all of that, and lets the model go on.
            started.pause();
        }
        exchange.onLeave(() -> {
            meters.clientLeft();
            meters.tokens(promptTokens, tokensOut);
            started.cancel();
        });
    }

    @Override
    public void onStart(int tokens) {
        offer(new Event.Start(tokens));
    }

    @Override
    public void onText(String text, int outputTokens) {
        offer(new Event.Text(text, outputTokens));
    }

    @Override
    public void onReasoning(String text, int outputTokens) {
        offer(new Event.Thought(text, outputTokens));
    }

    @Override
    public void onToolCall(String id, String name, int outputTokens) {
        offer(new Event.Call(id, name, outputTokens));
    }

    @Override
    public void onToolInput(String json, int outputTokens) {
        offer(new Event.Input(json, outputTokens));
    }

    @Override
    public void onEnd(GenerationResult end) {
        offer(new Event.End(end));
    }

    @Override
    public void onFailure(RuntimeException failure) {
        offer(new Event.Failure(failure));
    }

    @Override
    public void onAssessed(Assessment assessment) {
        offer(new Event.Assessed(assessment));
    }

    @Override
    public void onBlocked(Assessment assessment, GenerationResult end) {
        offer(new Event.Blocked(assessment, end));
    }

    private void offer(Event event) {
        queue.add(event);
        boolean full = queued.incrementAndGet() >= MAX_QUEUED;
        // Read after it was counted: either this sees the generation, or whoever sets it sees the count.
        Generation running = generation;
        if (full && running != null) {
            running.pause();
        }
        if (awake.compareAndSet(false, true)) {
            exchange.onLoop(this::relay);
        }
    }

    /** On the loop: everything that is queued goes out in one write. */
    private void relay() {
        awake.set(false);
        boolean ended = false;
        int taken = 0;
        for (Event event = queue.poll(); event != null; event = queue.poll()) {
            taken++;
            if (!ended && !exchange.isOver()) {
                ended = takeGuarded(event);
            }
        }
        queued.addAndGet(-taken);
        if (exchange.isOver()) {
            return;
        }
        if (frames.length() > 0) {
            exchange.write(frames);
            frames = Buffer.buffer();
        }
        if (ended) {
            exchange.endStream();
        } else {
            throttle();
        }
    }

    /** A defect in the family's code must end the stream too, or the caller would wait for ever. */
    private boolean takeGuarded(Event event) {
        try {
            return take(event);
        } catch (RuntimeException defect) {
            Generation running = generation;
            if (running != null) {
                running.cancel();
            }
            return take(new Event.Failure(defect));
        }
    }

    /** Returns whether the stream is complete. */
    private boolean take(Event event) {
        return switch (event) {
            case Event.Start(int tokens) -> {
                promptTokens = tokens;
                yield false;
            }
            case Event.Text(String text, int outputTokens) -> {
                beginStream();
                tokensOut = outputTokens;
                stream.chunks().text(text, outputTokens);
                yield false;
            }
            case Event.Thought(String text, int outputTokens) -> {
                beginStream();
                tokensOut = outputTokens;
                stream.chunks().reasoning(text, outputTokens);
                yield false;
            }
            case Event.Call(String id, String name, int outputTokens) -> {
                beginStream();
                tokensOut = outputTokens;
                stream.chunks().toolCall(id, name, outputTokens);
                yield false;
            }
            case Event.Input(String json, int outputTokens) -> {
                tokensOut = outputTokens;
                stream.chunks().toolInput(json, outputTokens);
                yield false;
            }
            case Event.End(GenerationResult end) -> {
                beginStream();
                meters.tokens(end.promptTokens(), end.outputTokens());
                stream.end(end);
                yield true;
            }
            case Event.Assessed(Assessment assessment) -> {
                stream.assessed(assessment);
                yield false;
            }
            case Event.Blocked(Assessment assessment, GenerationResult end) -> {
                beginStream();
                stream.assessed(assessment);
                meters.tokens(end.promptTokens(), end.outputTokens());
                stream.endBlocked(end);
                yield true;
            }
            case Event.Failure(RuntimeException failure) -> {
                fail(failure);
                yield exchange.isHeadSent() || frames.length() > 0;
            }
        };
    }

    private void beginStream() {
        if (firstTokenMillis >= 0) {
            return;
        }
        firstTokenMillis = exchange.elapsedMillis();
        meters.firstToken(System.nanoTime() - exchange.startNanos());
        beginResponse();
        stream.start(promptTokens, firstTokenMillis);
    }

    private void beginResponse() {
        stream.head(exchange);
        exchange.beginStream(200);
    }

    private void fail(RuntimeException failure) {
        ServiceException visible = exchange.visible(reply.failure(failure));
        if (firstTokenMillis < 0) {
            exchange.fail(visible);
            return;
        }
        ServiceException inStream = Failures.inStream(visible);
        exchange.markFailed(inStream);
        stream.failed(inStream);
    }

    /** A slow reader pauses the model; a loop that has caught up lets it go on. */
    private void throttle() {
        Generation running = generation;
        if (running == null) {
            return;
        }
        if (exchange.isWriteQueueFull()) {
            if (!paused) {
                paused = true;
                running.pause();
                exchange.onDrain(() -> {
                    paused = false;
                    running.resume();
                });
            }
        } else if (!paused) {
            running.resume();
        }
    }
}
