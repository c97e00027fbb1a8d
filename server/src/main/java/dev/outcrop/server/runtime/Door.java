package dev.outcrop.server.runtime;

import dev.outcrop.families.Invocation;
import dev.outcrop.families.InvocationContext;
import dev.outcrop.server.http.Exchange;
import tools.jackson.databind.JsonNode;

/** What differs between the ways in to a model: how bodies are read, and how answers are dressed. Thread-safe. */
public interface Door {

    /**
     * Reads a body.
     *
     * @throws dev.outcrop.wire.error.ValidationException when it is malformed
     */
    Invocation parse(InvocationContext context, JsonNode body);

    /** Sets the headers of an answer that are known before it. */
    void describe(Exchange exchange);

    /** How streams go over the wire. */
    StreamForm streamForm();
}
