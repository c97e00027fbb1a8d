package dev.outcrop.server.fault;

import java.time.Duration;
import java.util.List;

import dev.outcrop.server.http.Endpoint;
import dev.outcrop.server.http.Exchange;
import dev.outcrop.server.http.Names;
import org.jspecify.annotations.Nullable;

/** Decorator that lets rules touch calls before they are served. Without rules it costs one read. */
public final class FaultInjector implements Endpoint {
    private final Faults faults;
    private final List<FaultyCall.Reader> readers;
    private final Endpoint next;

    /** @param readers the APIs whose calls rules can touch */
    public FaultInjector(Faults faults, List<FaultyCall.Reader> readers, Endpoint next) {
        this.faults = faults;
        this.readers = List.copyOf(readers);
        this.next = next;
    }

    @Override
    public void serve(Exchange exchange) {
        FaultyCall call = faults.isEmpty() ? null : read(exchange);
        ArmedRule rule = call == null ? null : faults.firing(call);
        if (call == null || rule == null) {
            next.serve(exchange);
            return;
        }
        exchange.header(Names.FAULT, rule.rule().name());
        Duration delay = rule.delay();
        if (delay.isZero()) {
            inflict(rule.rule().fault(), call);
            return;
        }
        Runnable stop = exchange.after(delay, () -> {
            try {
                inflict(rule.rule().fault(), call);
            } catch (RuntimeException e) {
                exchange.fail(e);
            }
        });
        exchange.onLeave(stop);
    }

    private @Nullable FaultyCall read(Exchange exchange) {
        for (FaultyCall.Reader reader : readers) {
            FaultyCall call = reader.read(exchange);
            if (call != null) {
                return call;
            }
        }
        return null;
    }

    private void inflict(Fault fault, FaultyCall call) {
        Exchange exchange = call.exchange();
        switch (fault) {
            case Fault.None() -> next.serve(exchange);
            case Fault.Answer(var error) -> {
                exchange.operation(call.operation());
                if (call.errors() != null) {
                    exchange.errorsBy(call.errors());
                }
                exchange.fail(error.exception());
            }
            // The caller hears nothing until it leaves, or the server stops.
            case Fault.Silence() -> exchange.operation(call.operation());
            case Fault.Disconnect() -> {
                exchange.operation(call.operation());
                exchange.abort();
            }
            case Fault.Stream stream -> {
                exchange.filter(sink -> new FaultyStream(exchange, sink, call.framing(), stream));
                next.serve(exchange);
            }
        }
    }
}
