package dev.outcrop.server.relay;

import java.io.ByteArrayOutputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.outcrop.server.http.Exchange;
import dev.outcrop.wire.error.ServiceUnavailableException;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** A response on its way to the caller. Event streams pass part by part; other bodies whole. Confined to its loop. */
final class Relayed implements RemoteService.Listener {
    private static final int MAX_WHOLE = 64 << 20;
    private static final Set<String> LEFT_OUT = Set.of(
            "connection", "keep-alive", "transfer-encoding", "content-length", "upgrade", "trailer");

    private final Exchange exchange;
    private final String unreachable;
    private final ByteArrayOutputStream whole = new ByteArrayOutputStream();
    private RemoteService.@Nullable Transfer transfer;
    private int status;
    private boolean streams;
    private boolean begun;
    private boolean paused;

    Relayed(Exchange exchange, String unreachable) {
        this.exchange = exchange;
        this.unreachable = unreachable;
    }

    void carriedBy(RemoteService.Transfer carrier) {
        transfer = carrier;
    }

    @Override
    public void head(int answered, Iterable<Map.Entry<String, String>> headers) {
        status = answered;
        for (Map.Entry<String, String> header : headers) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (!LEFT_OUT.contains(name)) {
                exchange.header(name, header.getValue());
            }
            if (name.equals("content-type") && header.getValue().startsWith("application/vnd.amazon.eventstream")) {
                streams = true;
            }
        }
    }

    @Override
    public void part(byte[] bytes) {
        if (!streams) {
            whole.writeBytes(bytes);
            if (whole.size() > MAX_WHOLE) {
                stop();
                exchange.fail(new ServiceUnavailableException(unreachable));
            }
            return;
        }
        beginStream();
        exchange.write(Buffer.buffer(bytes));
        RemoteService.Transfer carrier = transfer;
        if (!paused && carrier != null && exchange.isWriteQueueFull()) {
            paused = true;
            carrier.pause();
            exchange.onDrain(() -> {
                paused = false;
                carrier.resume();
            });
        }
    }

    @Override
    public void end() {
        if (streams) {
            beginStream();
            exchange.endStream();
        } else {
            exchange.respond(status, whole.toByteArray());
        }
    }

    /** A stream that breaks off must not look like one that has ended: the caller's connection breaks off too. */
    @Override
    public void failed(Throwable cause) {
        if (begun) {
            exchange.abort();
        } else {
            exchange.fail(new ServiceUnavailableException(unreachable));
        }
    }

    /** With its first part: until then a failure can still be an error with a status of its own. */
    private void beginStream() {
        if (!begun) {
            begun = true;
            exchange.beginStream(status);
        }
    }

    private void stop() {
        if (transfer != null) {
            transfer.cancel();
        }
    }
}
