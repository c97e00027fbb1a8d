package dev.outcrop.server.runtime;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import dev.outcrop.families.ChunkSink;
import dev.outcrop.families.ChunkWriter;
import dev.outcrop.families.TextInvocation;
import dev.outcrop.guardrails.assessment.Assessment;
import dev.outcrop.inference.Generation;
import dev.outcrop.inference.GenerationResult;
import dev.outcrop.inference.TextModel;
import dev.outcrop.server.guardrail.GuardedCall;
import dev.outcrop.server.guardrail.InvocationTrace;
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
 * <p>A guarded stream is the same relay with a {@link GuardedStream} between it and the model.
 */
final class StreamedAnswer implements GuardedStream.Relay, ChunkSink {

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
    private final TextInvocation invocation;
    private final StreamForm form;
    private final InvocationMeters meters;
    private final ChunkWriter chunks;

    private final Queue<Event> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    private final AtomicBoolean awake = new AtomicBoolean();
    private volatile @Nullable Generation generation;

    // Below: touched by the event loop alone.
    private Buffer frames = Buffer.buffer();
    private @Nullable GenerationResult result;
    private int promptTokens;
    private int tokensOut;
    private long firstTokenMillis = -1;
    private boolean paused;
    private @Nullable GuardedChunks guarded;

    StreamedAnswer(Exchange exchange, TextInvocation invocation, StreamForm form, InvocationMeters meters) {
        this.exchange = exchange;
        this.invocation = invocation;
        this.form = form;
        this.meters = meters;
        this.chunks = invocation.chunks(this);
    }

    /** Relays what a model generates. */
    void begin(TextModel model) {
        begin(() -> model.generate(invocation.generation(), this));
    }

    /** Relays what a guardrail lets pass of it. */
    void beginGuarded(TextModel model, GuardedStreams streams, GuardedCall call) {
        GuardedStream stream = streams.open(call, this);
        guarded = new GuardedChunks(call.trace(), call.blockedMessage(), stream);
        begin(() -> stream.begin(model, invocation.generation()));
    }

    /** Sends the stream of a call whose input was blocked: no model is asked. */
    void sendBlocked(String message, InvocationTrace trace) {
        GuardedChunks members = new GuardedChunks(trace, message, null);
        guarded = members;
        beginResponse();
        invocation.blockedChunks(members.block(), this);
        frames.appendBytes(form.end());
        exchange.write(frames);
        exchange.endStream();
    }

    private void begin(Supplier<Generation> generate) {
        Generation started;
        try {
            started = generate.get();
        } catch (RuntimeException e) {
            exchange.fail(Failures.beforeFirstToken(e, invocation));
            return;
        }
        generation = started;
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
        Generation running = generation;
        if (queued.incrementAndGet() >= MAX_QUEUED && running != null) {
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
                chunks.text(text, outputTokens);
                yield false;
            }
            case Event.Thought(String text, int outputTokens) -> {
                beginStream();
                tokensOut = outputTokens;
                chunks.reasoning(text, outputTokens);
                yield false;
            }
            case Event.Call(String id, String name, int outputTokens) -> {
                beginStream();
                tokensOut = outputTokens;
                chunks.toolCall(id, name, outputTokens);
                yield false;
            }
            case Event.Input(String json, int outputTokens) -> {
                tokensOut = outputTokens;
                chunks.toolInput(json, outputTokens);
                yield false;
            }
            case Event.End(GenerationResult end) -> {
                beginStream();
                finish(end);
                chunks.end(end);
                frames.appendBytes(form.end());
                yield true;
            }
            case Event.Assessed(Assessment assessment) -> {
                members().assessed(assessment);
                yield false;
            }
            case Event.Blocked(Assessment assessment, GenerationResult end) -> {
                beginStream();
                members().assessed(assessment);
                finish(end);
                chunks.endBlocked(members().block(), end);
                frames.appendBytes(form.end());
                yield true;
            }
            case Event.Failure(RuntimeException failure) -> {
                fail(failure);
                yield exchange.isHeadSent() || frames.length() > 0;
            }
        };
    }

    private GuardedChunks members() {
        return Objects.requireNonNull(guarded, "only a guarded stream is assessed");
    }

    private void finish(GenerationResult end) {
        result = end;
        meters.tokens(end.promptTokens(), end.outputTokens());
        if (guarded != null) {
            guarded.end(invocation, end);
        }
    }

    private void beginStream() {
        if (firstTokenMillis >= 0) {
            return;
        }
        firstTokenMillis = exchange.elapsedMillis();
        meters.firstToken(System.nanoTime() - exchange.startNanos());
        beginResponse();
        chunks.start(promptTokens);
    }

    private void beginResponse() {
        form.describe(exchange);
        exchange.beginStream(200);
    }

    private void fail(RuntimeException failure) {
        ServiceException visible = exchange.visible(Failures.beforeFirstToken(failure, invocation));
        if (firstTokenMillis < 0) {
            exchange.fail(visible);
            return;
        }
        ServiceException inStream = Failures.inStream(visible);
        exchange.markFailed(inStream);
        frames.appendBytes(form.failure(inStream));
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

    @Override
    public void chunk(byte[] json, Role role) {
        byte[] content = switch (role) {
            case ENVELOPE -> json;
            case TEXT -> guarded == null ? json : guarded.text(json);
            case LAST -> last(json);
        };
        frames.appendBytes(form.chunk(content));
    }

    /** No metrics beside a blocked message: none are in recorded streams. */
    private byte[] last(byte[] json) {
        GenerationResult end = result;
        if (guarded == null) {
            return end == null || !form.hasMetrics() ? json : withMetrics(json, end);
        }
        byte[] content = guarded.last(json);
        return end == null || guarded.isBlocked() || !form.hasMetrics() ? content : withMetrics(content, end);
    }

    /** The service's own last member of the last chunk. */
    private byte[] withMetrics(byte[] json, GenerationResult end) {
        byte[] member = (",\"amazon-bedrock-invocationMetrics\":{\"inputTokenCount\":" + end.promptTokens()
                + ",\"outputTokenCount\":" + end.outputTokens() + ",\"invocationLatency\":"
                + exchange.elapsedMillis() + ",\"firstByteLatency\":" + firstTokenMillis + "}}")
                .getBytes(StandardCharsets.UTF_8);
        byte[] joined = new byte[json.length - 1 + member.length];
        System.arraycopy(json, 0, joined, 0, json.length - 1);
        System.arraycopy(member, 0, joined, json.length - 1, member.length);
        return joined;
    }
}
