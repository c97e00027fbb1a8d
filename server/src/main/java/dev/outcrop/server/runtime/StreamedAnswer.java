package dev.outcrop.server.runtime;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.outcrop.guardrails.assessment.Assessment;
import dev.outcrop.inference.Generation;
import dev.outcrop.inference.GenerationResult;
import dev.outcrop.inference.TextModel;
import dev.outcrop.server.guardrail.GuardedCall;
import dev.outcrop.server.http.Exchange;
import dev.outcrop.server.metrics.InvocationMeters.InvocationMeter;
import dev.outcrop.wire.error.ServiceException;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Relays the generations of one call, mostly one, as an event stream.
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
final class StreamedAnswer {

    /** Tokens that may wait for the event loop before the generation is paused. */
    static final int MAX_QUEUED = 256;

    private final Exchange exchange;
    private final Reply reply;
    private final InvocationMeter meters;

    private final Queue<StreamEvent> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    private final AtomicBoolean awake = new AtomicBoolean();
    private volatile @Nullable Generation generation;

    // Below: touched by the event loop alone.
    private final ReplyStream stream;
    private final List<Progress> answers;
    private Buffer frames = Buffer.buffer();
    private long firstTokenMillis = -1;
    private boolean paused;

    StreamedAnswer(Exchange exchange, Reply reply, InvocationMeter meters) {
        this.exchange = exchange;
        this.reply = reply;
        this.meters = meters;
        this.stream = reply.stream(frame -> frames.appendBytes(frame));
        this.answers = Stream.generate(Progress::new).limit(reply.answers()).toList();
    }

    /** Relays what a model generates. */
    void begin(TextModel model) {
        begin(index -> model.generate(reply.generation().ofAnswer(index), new Voice(index)));
    }

    /** Relays what a guardrail lets pass of it. */
    void beginGuarded(TextModel model, GuardedStreams streams, GuardedCall call) {
        List<GuardedStream> watched = IntStream.range(0, reply.answers())
                .mapToObj(index -> streams.open(call, new Voice(index)))
                .toList();
        stream.guardedBy(call, watched);
        begin(index -> watched.get(index).begin(model, reply.generation().ofAnswer(index)));
    }

    /** Sends the stream of a call whose input was blocked: no model is asked. */
    void sendBlocked(String message, GuardedCall call) {
        stream.guardedBy(call, List.of());
        beginResponse();
        stream.blockedInput(message);
        exchange.write(frames);
        exchange.endStream();
    }

    private void begin(IntFunction<Generation> generate) {
        Generation started;
        try {
            started = JointGeneration.begin(reply.answers(), generate);
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
            for (Progress answer : answers) {
                if (!answer.counted) {
                    count(answer.promptTokens, answer.outputTokens);
                }
            }
            count();
            started.cancel();
        });
    }

    private void offer(StreamEvent event) {
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
        for (StreamEvent event = queue.poll(); event != null; event = queue.poll()) {
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
    private boolean takeGuarded(StreamEvent event) {
        try {
            return take(event);
        } catch (RuntimeException defect) {
            return take(new StreamEvent.Failure(event.answer(), defect));
        }
    }

    /** Returns whether the stream is complete. */
    private boolean take(StreamEvent event) {
        Progress answer = answers.get(event.answer());
        return switch (event) {
            case StreamEvent.Start start -> {
                answer.promptTokens = start.promptTokens();
                yield false;
            }
            case StreamEvent.Text(int index, String text, int outputTokens) -> {
                begin(index, answer);
                answer.outputTokens = outputTokens;
                stream.chunks(index).text(text, outputTokens);
                yield false;
            }
            case StreamEvent.Thought(int index, String text, int outputTokens) -> {
                begin(index, answer);
                answer.outputTokens = outputTokens;
                stream.chunks(index).reasoning(text, outputTokens);
                yield false;
            }
            case StreamEvent.Call(int index, String id, String name, int outputTokens) -> {
                begin(index, answer);
                answer.outputTokens = outputTokens;
                stream.chunks(index).toolCall(id, name, outputTokens);
                yield false;
            }
            case StreamEvent.Input(int index, String json, int outputTokens) -> {
                answer.outputTokens = outputTokens;
                stream.chunks(index).toolInput(json, outputTokens);
                yield false;
            }
            case StreamEvent.End(int index, GenerationResult end) -> {
                begin(index, answer);
                count(end.promptTokens(), end.outputTokens());
                answer.ended(end);
                count();
                stream.end(index, end);
                yield isLast(answer);
            }
            case StreamEvent.Assessed assessed -> {
                stream.assessed(assessed.assessment());
                yield false;
            }
            case StreamEvent.Blocked(int index, Assessment assessment, GenerationResult end) -> {
                begin(index, answer);
                stream.assessed(assessment);
                count(end.promptTokens(), end.outputTokens());
                answer.ended(end);
                count();
                stream.endBlocked(index, end);
                yield isLast(answer);
            }
            case StreamEvent.Failure failed -> {
                fail(failed.failure());
                yield exchange.isHeadSent() || frames.length() > 0;
            }
        };
    }

    /** The tokens of all answers so far. */
    private void count() {
        exchange.counted(
                answers.stream().mapToInt(answer -> answer.promptTokens).sum(),
                answers.stream().mapToInt(answer -> answer.outputTokens).sum());
    }

    private boolean isLast(Progress ended) {
        ended.counted = true;
        return answers.stream().allMatch(answer -> answer.counted);
    }

    private void begin(int index, Progress answer) {
        beginStream();
        if (!answer.begun) {
            answer.begun = true;
            stream.start(index, answer.promptTokens, firstTokenMillis);
        }
    }

    private void count(int input, int output) {
        exchange.tokens(input, output);
        meters.tokens(input, output);
    }

    private void beginStream() {
        if (firstTokenMillis >= 0) {
            return;
        }
        firstTokenMillis = exchange.elapsedMillis();
        meters.firstToken();
        beginResponse();
    }

    private void beginResponse() {
        stream.head(exchange);
        exchange.beginStream(200);
    }

    /** One answer that fails fails the call: the others are stopped, if there are any. */
    private void fail(RuntimeException failure) {
        Generation running = generation;
        if (running != null) {
            running.cancel();
        }
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

    /** How far one answer is. */
    private static final class Progress {
        private int promptTokens;
        private int outputTokens;
        private boolean begun;
        private boolean counted;

        void ended(GenerationResult end) {
            promptTokens = end.promptTokens();
            outputTokens = end.outputTokens();
        }
    }

    /** Puts what one generation says into the queue. */
    private final class Voice implements GuardedStream.Relay {
        private final int index;

        Voice(int index) {
            this.index = index;
        }

        @Override
        public void onStart(int tokens) {
            offer(new StreamEvent.Start(index, tokens));
        }

        @Override
        public void onText(String text, int outputTokens) {
            offer(new StreamEvent.Text(index, text, outputTokens));
        }

        @Override
        public void onReasoning(String text, int outputTokens) {
            offer(new StreamEvent.Thought(index, text, outputTokens));
        }

        @Override
        public void onToolCall(String id, String name, int outputTokens) {
            offer(new StreamEvent.Call(index, id, name, outputTokens));
        }

        @Override
        public void onToolInput(String json, int outputTokens) {
            offer(new StreamEvent.Input(index, json, outputTokens));
        }

        @Override
        public void onEnd(GenerationResult end) {
            offer(new StreamEvent.End(index, end));
        }

        @Override
        public void onFailure(RuntimeException failure) {
            offer(new StreamEvent.Failure(index, failure));
        }

        @Override
        public void onAssessed(Assessment assessment) {
            offer(new StreamEvent.Assessed(index, assessment));
        }

        @Override
        public void onBlocked(Assessment assessment, GenerationResult end) {
            offer(new StreamEvent.Blocked(index, assessment, end));
        }
    }
}
