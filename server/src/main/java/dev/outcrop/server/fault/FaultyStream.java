package dev.outcrop.server.fault;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

import dev.outcrop.server.http.Exchange;
import dev.outcrop.server.http.ResponseSink;
import dev.outcrop.server.http.StreamFilter;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A stream that is slowed, broken, or both, event by event. What waits for its turn is bounded: a stream that is ahead is
 * held back as by a slow reader. Confined to the exchange's event loop.
 */
final class FaultyStream implements StreamFilter {

    /** Events that may wait before whoever streams is held back. */
    private static final int MAX_WAITING = 32;

    private final Exchange exchange;
    private final ResponseSink sink;
    private final Framing framing;
    private final Duration pace;
    private final Fault.@Nullable Breaking breaking;
    private final EventSplitter splitter;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private @Nullable Runnable heldBack;
    private Buffer out = Buffer.buffer();
    private int passed;
    private boolean resting;
    private boolean complete;
    private boolean over;

    FaultyStream(Exchange exchange, ResponseSink sink, Framing framing, Fault.Stream fault) {
        this.exchange = exchange;
        this.sink = sink;
        this.framing = framing;
        this.pace = fault.pace();
        this.breaking = fault.breaking();
        this.splitter = new EventSplitter(framing);
    }

    @Override
    public void write(Buffer part) {
        splitter.feed(part.getBytes(), waiting::add);
        pass();
    }

    @Override
    public void end() {
        complete = true;
        pass();
    }

    @Override
    public boolean isFull() {
        return !over && (waiting.size() >= MAX_WAITING || sink.isFull());
    }

    @Override
    public void onDrain(Runnable action) {
        heldBack = action;
        sink.onDrain(this::letGoOn);
    }

    /** Lets as much pass as may. */
    private void pass() {
        if (resting || over || exchange.isOver()) {
            return;
        }
        while (!over && !resting && !breaksHere() && !waiting.isEmpty()) {
            out.appendBytes(waiting.remove());
            passed++;
            rest();
        }
        if (!over && complete && !resting && waiting.isEmpty()) {
            out.appendBytes(splitter.rest());
            over = true;
            flush();
            sink.end();
        }
        flush();
        letGoOn();
    }

    private void rest() {
        if (pace.isZero() || (complete && waiting.isEmpty())) {
            return;
        }
        resting = true;
        exchange.after(pace, () -> {
            resting = false;
            pass();
        });
    }

    /** Whether the stream has come to where it breaks; if so, it is broken when this returns. */
    private boolean breaksHere() {
        if (breaking == null || passed < breaking.after()) {
            return false;
        }
        switch (breaking.damage()) {
            case Fault.Damage.Raised(var error) -> {
                exchange.markFailed(error.exception());
                out.appendBytes(framing.failure(error.exception()));
                cut(ResponseSink.Cut.END);
            }
            case Fault.Damage.Truncation() -> damage(event -> Arrays.copyOf(event, event.length / 2));
            case Fault.Damage.Checksum() -> damage(FaultyStream::withWrongChecksum);
            case Fault.Damage.Disconnect() -> cut(ResponseSink.Cut.ABORT);
            case Fault.Damage.End() -> cut(ResponseSink.Cut.END);
        }
        return over;
    }

    @FunctionalInterface
    private interface Damaging {
        byte[] damaged(byte[] event);
    }

    /** Sends the next event damaged, and nothing after it. Without a next event there is nothing to damage. */
    private void damage(Damaging damaging) {
        if (!waiting.isEmpty()) {
            out.appendBytes(damaging.damaged(waiting.remove()));
            cut(ResponseSink.Cut.END);
        }
    }

    private static byte[] withWrongChecksum(byte[] event) {
        byte[] wrong = event.clone();
        wrong[wrong.length - 1] ^= 1;
        return wrong;
    }

    private void cut(ResponseSink.Cut how) {
        over = true;
        flush();
        waiting.clear();
        sink.cutShort(how);
    }

    private void flush() {
        if (out.length() > 0) {
            sink.write(out);
            out = Buffer.buffer();
        }
    }

    private void letGoOn() {
        Runnable action = heldBack;
        if (action != null && !over && waiting.isEmpty() && !sink.isFull()) {
            heldBack = null;
            action.run();
        }
    }
}
