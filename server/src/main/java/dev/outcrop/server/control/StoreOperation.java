package dev.outcrop.server.control;

import java.util.Map;

import dev.outcrop.server.http.Exchange;
import dev.outcrop.server.http.Names;
import dev.outcrop.server.pipeline.Call;
import dev.outcrop.server.pipeline.OperationHandler;
import dev.outcrop.wire.bind.BoundInput;
import dev.outcrop.wire.bind.BoundResponse;
import dev.outcrop.wire.bind.ResponseBinder;
import org.jspecify.annotations.Nullable;

/** An operation that reads or writes the store: done on a virtual thread, answered on the event loop. */
public final class StoreOperation implements OperationHandler {
    private final Work work;
    private final ResponseBinder responses;

    public StoreOperation(Work work, ResponseBinder responses) {
        this.work = work;
        this.responses = responses;
    }

    /** What there is to do; may block. */
    @FunctionalInterface
    public interface Work {

        /**
         * Returns the members of the answer.
         *
         * @throws dev.outcrop.wire.error.ServiceException when it cannot be done
         */
        Map<String, ? extends @Nullable Object> answer(BoundInput input);
    }

    @Override
    public void handle(Call call) {
        Exchange exchange = call.exchange();
        Thread.ofVirtual().name("store-" + exchange.requestId()).start(() -> {
            try {
                BoundResponse response = responses.bind(call.operation(), work.answer(call.input()));
                exchange.onLoop(() -> {
                    exchange.header(Names.CONTENT_TYPE, Names.JSON);
                    exchange.respond(response.status(), response.body());
                });
            } catch (RuntimeException e) {
                exchange.onLoop(() -> exchange.fail(e));
            }
        });
    }
}
