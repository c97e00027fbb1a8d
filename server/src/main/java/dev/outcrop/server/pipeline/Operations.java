package dev.outcrop.server.pipeline;

import java.util.Map;

import dev.outcrop.server.access.Authorizer;
import dev.outcrop.server.http.Endpoint;
import dev.outcrop.server.http.Exchange;
import dev.outcrop.wire.bind.RequestBinder;
import dev.outcrop.wire.error.ErrorWriter;
import dev.outcrop.wire.error.ValidationException;
import dev.outcrop.wire.model.Operation;
import dev.outcrop.wire.model.Shape;
import dev.outcrop.wire.route.Route;
import dev.outcrop.wire.route.Router;
import dev.outcrop.wire.validate.Validator;

/**
 * The end of the chain: finds the operation by the API model, binds and validates its input, makes sure that
 * the caller may do it, and hands it to its handler. An operation without a handler answers that it is not built yet.
 */
public final class Operations implements Endpoint {

    /** Binding a body up to this size costs less than the hop to another thread. */
    private static final int BIND_ON_LOOP = 64 * 1024;

    private final Router router;
    private final RequestBinder binder;
    private final Authorizer authorizer;
    private final Map<String, OperationHandler> handlers;
    private final RouteListener listener;

    /**
     * @param handlers by the operation's name
     * @param listener told of every call that has been routed
     */
    public Operations(
            Router router,
            RequestBinder binder,
            Authorizer authorizer,
            Map<String, OperationHandler> handlers,
            RouteListener listener) {
        this.router = router;
        this.binder = binder;
        this.authorizer = authorizer;
        this.handlers = Map.copyOf(handlers);
        this.listener = listener;
    }

    @Override
    public void serve(Exchange exchange) {
        Route route = router.route(exchange.method(), exchange.rawPath());
        exchange.operation(route.operation().name());
        listener.routed(exchange, route);
        if (readsEvents(route.operation()) && !exchange.isHttp2()) {
            throw new ValidationException(route.operation().name() + " needs HTTP/2: its input is a stream of events.");
        }
        OperationHandler handler = handlers.get(route.operation().name());
        if (handler == null) {
            throw ErrorWriter.notBuilt(route.operation());
        }
        if (exchange.body().length <= BIND_ON_LOOP || isOpaque(route.operation())) {
            authorize(bind(exchange, route, handler), handler);
            return;
        }
        Thread.ofVirtual().name("bind-" + exchange.requestId()).start(() -> {
            try {
                Call call = bind(exchange, route, handler);
                exchange.onLoop(() -> guarded(handler, call));
            } catch (RuntimeException e) {
                exchange.onLoop(() -> exchange.fail(e));
            }
        });
    }

    private Call bind(Exchange exchange, Route route, OperationHandler handler) {
        Call call = new Call(
                exchange,
                route.operation(),
                binder.bind(route, exchange.rawQuery(), exchange.headers(), exchange.body()));
        handler.checkFirst(call.input());
        Validator.validate(route.operation(), call.input());
        return call;
    }

    private void authorize(Call call, OperationHandler handler) {
        authorizer.authorize(call.exchange(), call.operation().name(), call.input(), () -> handler.handle(call));
    }

    private void guarded(OperationHandler handler, Call call) {
        try {
            authorize(call, handler);
        } catch (RuntimeException e) {
            call.exchange().fail(e);
        }
    }

    /** Whether the body is handed on as it came, so that its length does not matter. */
    private static boolean isOpaque(Operation operation) {
        Shape.Structure input = operation.input();
        return input == null
                || (input.payload() != null
                        && input.member(input.payload()).orElseThrow().shape() instanceof Shape.Blob);
    }

    /** Whether both sides stream at once, which HTTP/1.1 cannot. */
    private static boolean readsEvents(Operation operation) {
        Shape.Structure input = operation.input();
        return input != null
                && input.payload() != null
                && input.member(input.payload()).orElseThrow().shape() instanceof Shape.Structure payload
                && payload.eventStream();
    }
}
