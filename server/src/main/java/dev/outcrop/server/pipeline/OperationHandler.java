package dev.outcrop.server.pipeline;

/** Answers one operation, now or later. */
@FunctionalInterface
public interface OperationHandler {

    /** Called on the exchange's event loop; must not block. What it throws is answered as an error. */
    void handle(Call call);
}
