package dev.outcrop.server.relay;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import dev.outcrop.server.access.Gate;
import dev.outcrop.server.guardrail.Guardrails;
import dev.outcrop.server.http.Endpoint;
import dev.outcrop.server.http.Exchange;
import dev.outcrop.wire.bind.HeaderSource;
import dev.outcrop.wire.error.ServiceUnavailableException;
import dev.outcrop.wire.error.ValidationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands calls to some models on to the real service, and everything else to the next endpoint. Bodies and event-stream
 * frames pass untouched, guardrails with them: what a call names means the service's own, and a guardrail of this server
 * is refused ({@link OwnGuardrails}).
 */
public final class PassThrough implements Endpoint {
    private static final Logger LOG = LoggerFactory.getLogger(PassThrough.class);
    private static final String UNREACHABLE = "The service that answers this model cannot be reached.";

    private final String prefix;
    private final Function<String, Optional<Destination>> destinations;
    private final OwnGuardrails ownGuardrails;
    private final InstantSource clock;
    private final Gate gate;
    private final Endpoint next;

    /**
     * @param basePath what stands in front of every path; not sent on
     * @param destinations the service that answers a model id, as the caller wrote it
     * @param guardrails those of this server, which such calls must not name
     * @param gate what calls have to pass that are handed on
     */
    public PassThrough(
            String basePath,
            Function<String, Optional<Destination>> destinations,
            Guardrails guardrails,
            InstantSource clock,
            Gate gate,
            Endpoint next) {
        this.prefix = basePath;
        this.destinations = destinations;
        this.ownGuardrails = new OwnGuardrails(guardrails);
        this.clock = clock;
        this.gate = gate;
        this.next = next;
    }

    @Override
    public void serve(Exchange exchange) {
        String path = exchange.rawPath();
        if (!path.startsWith(prefix + "/model/")) {
            next.serve(exchange);
            return;
        }
        String rest = path.substring(prefix.length() + "/model/".length());
        int slash = rest.indexOf('/');
        String modelId = slash < 0 ? "" : decoded(rest.substring(0, slash));
        Optional<Destination> destination = slash < 0 ? Optional.empty() : destinations.apply(modelId);
        if (destination.isEmpty()) {
            next.serve(exchange);
            return;
        }
        exchange.operation("PassThrough");
        RemoteService service = destination.get().service();
        String known = destination.get().modelId();
        // Sent on as it came wherever possible: a path can be written in several ways.
        String target = known.equals(modelId)
                ? path.substring(prefix.length())
                : "/model/" + URLEncoder.encode(known, StandardCharsets.UTF_8) + rest.substring(slash);
        gate.admit(exchange, () -> relay(exchange, service, target));
    }

    /** What cannot be decoded is no model id that anything answers. */
    private static String decoded(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** Credentials may have to be fetched, and hashing takes as long as the body is long: not on the loop. */
    private void relay(Exchange exchange, RemoteService service, String path) {
        String query = exchange.rawQuery();
        String method = exchange.method();
        HeaderSource received = exchange.headers();
        byte[] body = exchange.body();
        Thread.ofVirtual().name("sign-" + exchange.requestId()).start(() -> {
            try {
                ownGuardrails.refuse(path, received, body);
                List<Map.Entry<String, String>> headers = Resigned.headers(
                        method, path, query, received.all(), body, service, service.credentials(), clock.instant());
                exchange.onLoop(() -> send(exchange, service, query == null ? path : path + "?" + query, headers));
            } catch (ValidationException refused) {
                exchange.onLoop(() -> exchange.fail(refused));
            } catch (RuntimeException e) {
                LOG.warn("A call cannot be signed: {}", e.getMessage());
                exchange.onLoop(() -> exchange.fail(new ServiceUnavailableException(UNREACHABLE)));
            }
        });
    }

    private static void send(
            Exchange exchange, RemoteService service, String target, List<Map.Entry<String, String>> headers) {
        if (exchange.isOver()) {
            return;
        }
        boolean hasBody = !exchange.method().equals("GET");
        Relayed relayed = new Relayed(exchange, UNREACHABLE);
        RemoteService.Transfer transfer = service.send(
                exchange.method(), target, headers, hasBody ? exchange.body() : null, relayed);
        relayed.carriedBy(transfer);
        exchange.onLeave(transfer::cancel);
    }
}
