package dev.outcrop.server.fault;

import java.util.List;

import dev.outcrop.server.http.Endpoint;
import dev.outcrop.server.http.Exchange;
import dev.outcrop.server.http.Names;
import dev.outcrop.wire.error.AccessDeniedException;
import dev.outcrop.wire.error.UnknownOperationException;
import dev.outcrop.wire.error.ValidationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Shows, sets and clears the rules while the server runs: {@code GET}, {@code PUT} and {@code DELETE} of
 * {@code /outcrop/faults}. For this machine alone, and not for what a browser or a proxy on it hands on: it asks for no
 * credentials.
 */
public final class FaultsEndpoint implements Endpoint {

    /** Where it answers, whatever the base path. */
    public static final String PATH = "/outcrop/faults";

    private static final Logger LOG = LoggerFactory.getLogger(FaultsEndpoint.class);

    private final Faults faults;
    private final FaultRules reader = new FaultRules();
    private final Endpoint next;

    public FaultsEndpoint(Faults faults, Endpoint next) {
        this.faults = faults;
        this.next = next;
    }

    @Override
    public void serve(Exchange exchange) {
        if (!exchange.rawPath().equals(PATH)) {
            next.serve(exchange);
            return;
        }
        exchange.operation("Faults");
        if (!exchange.isFromLoopback() || isHandedOn(exchange)) {
            throw new AccessDeniedException("Faults are set from the server's own machine only.");
        }
        switch (exchange.method()) {
            case "GET" -> {}
            case "PUT" -> put(exchange.body());
            case "DELETE" -> {
                faults.replace(List.of());
                LOG.warn("Faults on purpose: all rules are removed");
            }
            default -> throw new UnknownOperationException("Faults take GET, PUT and DELETE.");
        }
        exchange.header(Names.CONTENT_TYPE, Names.JSON);
        exchange.respond(200, FaultRuleWriter.write(faults));
    }

    /** A page in a browser sends its origin along, a proxy whom it speaks for. */
    private static boolean isHandedOn(Exchange exchange) {
        return exchange.headers().get("origin") != null
                || exchange.headers().get("x-forwarded-for") != null
                || exchange.headers().get("forwarded") != null;
    }

    private void put(byte[] body) {
        JsonNode root;
        try {
            root = JsonMapper.shared().readTree(body);
        } catch (JacksonException e) {
            throw new ValidationException("The body is not JSON.");
        }
        if (!root.path("rules").isArray()) {
            throw new ValidationException("The body needs `rules`, a list.");
        }
        try {
            faults.replace(reader.read(root.path("rules")));
        } catch (FaultRuleException e) {
            throw new ValidationException(String.valueOf(e.getMessage()));
        }
        LOG.warn("Faults on purpose: {} rules hold now", faults.rules().size());
    }
}
