package dev.outcrop.server.management;

import java.util.Locale;
import java.util.Map;

import dev.outcrop.families.JsonText;
import dev.outcrop.server.http.Endpoint;
import dev.outcrop.server.http.Exchange;
import dev.outcrop.server.http.Names;
import org.jspecify.annotations.Nullable;

/**
 * {@code /healthz} (the process lives), {@code /readyz} (it should be sent calls) and {@code /metrics}, whatever the base path
 * and without credentials; everything else is the next endpoint's.
 *
 * <p>On the address of the APIs, load balancers of other hosts may ask for health and hear no more than yes or no; what is wrong
 * and the measures are for this machine. On an address of its own everything is for whoever reaches it.
 */
public final class ManagementEndpoint implements Endpoint {
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    private static final String PLAIN = "text/plain; version=0.0.4; charset=utf-8";

    private final Readiness readiness;
    private final @Nullable MetricsPage metrics;
    private final boolean open;
    private final Endpoint next;

    /**
     * @param metrics null serves none here
     * @param open whether peers of other hosts see everything too
     */
    public ManagementEndpoint(Readiness readiness, @Nullable MetricsPage metrics, boolean open, Endpoint next) {
        this.readiness = readiness;
        this.metrics = metrics;
        this.open = open;
        this.next = next;
    }

    @Override
    public void serve(Exchange exchange) {
        boolean head = exchange.method().equals("HEAD");
        if (!head && !exchange.method().equals("GET")) {
            next.serve(exchange);
            return;
        }
        boolean trusted = open || exchange.isFromLoopback();
        switch (exchange.rawPath()) {
            case "/healthz" -> {
                exchange.operation("Health");
                answer(exchange, 200, Names.JSON, head, JsonText.object(
                        json -> json.writeStringProperty("status", "ok")));
            }
            case "/readyz" -> {
                exchange.operation("Ready");
                beside(exchange, () -> {
                    Readiness.Finding finding = readiness.find();
                    byte[] body = body(finding, trusted);
                    exchange.onLoop(
                            () -> answer(exchange, finding.isReady() ? 200 : 503, Names.JSON, head, body));
                });
            }
            case "/metrics" -> {
                if (metrics == null || !trusted) {
                    next.serve(exchange);
                    return;
                }
                exchange.operation("Metrics");
                String type = mediaType(exchange.headers().get("accept"));
                beside(exchange, () -> {
                    byte[] page = metrics.write(type);
                    exchange.onLoop(() -> answer(exchange, 200, type, head, page));
                });
            }
            default -> next.serve(exchange);
        }
    }

    private static void beside(Exchange exchange, Runnable work) {
        Thread.ofVirtual().name("management-" + exchange.requestId()).start(() -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                exchange.onLoop(() -> exchange.fail(e));
            }
        });
    }

    private static void answer(Exchange exchange, int status, CharSequence type, boolean head, byte[] body) {
        if (!exchange.isOver()) {
            exchange.header(Names.CONTENT_TYPE, type);
            exchange.header("cache-control", "no-store");
            exchange.respond(status, head ? new byte[0] : body);
        }
    }

    private static byte[] body(Readiness.Finding finding, boolean detailed) {
        return JsonText.object(json -> {
            json.writeStringProperty(
                    "status", finding.isReady() ? "ready" : finding.draining() ? "draining" : "not ready");
            if (detailed) {
                json.writeObjectPropertyStart("checks");
                for (Map.Entry<String, @Nullable String> check : finding.problems().entrySet()) {
                    String problem = check.getValue();
                    json.writeStringProperty(check.getKey(), problem == null ? "ok" : problem);
                }
                json.writeEndObject();
            }
        });
    }

    /** Prometheus asks for OpenMetrics first; who asks for nothing gets the older format. */
    private static String mediaType(@Nullable String accept) {
        return accept != null && accept.toLowerCase(Locale.ROOT).contains("application/openmetrics-text")
                ? OPEN_METRICS
                : PLAIN;
    }
}
