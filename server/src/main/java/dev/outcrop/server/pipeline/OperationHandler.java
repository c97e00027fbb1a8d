package dev.outcrop.server.pipeline;

import java.util.function.Consumer;

import dev.outcrop.wire.bind.BoundInput;

/** Answers one operation, now or later. */
@FunctionalInterface
public interface OperationHandler {

    /** Called on the exchange's event loop; must not block. What it throws is answered as an error. */
    void handle(Call call);

    /**
     * Checks what the service words in its own way, before the API model's constraints are checked.
     *
     * @throws dev.outcrop.wire.error.ServiceException what is answered
     */
    default void checkFirst(BoundInput input) {}

    /** A handler with such a check. */
    static OperationHandler checking(Consumer<BoundInput> check, OperationHandler handler) {
        return new OperationHandler() {
            @Override
            public void handle(Call call) {
                handler.handle(call);
            }

            @Override
            public void checkFirst(BoundInput input) {
                check.accept(input);
            }
        };
    }
}
