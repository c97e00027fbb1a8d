package dev.outcrop.server.pipeline;

import dev.outcrop.server.http.Exchange;
import dev.outcrop.wire.bind.BoundInput;
import dev.outcrop.wire.model.Operation;

/** A request that has been routed, bound and validated by the API model. */
public record Call(Exchange exchange, Operation operation, BoundInput input) {}
