package dev.outcrop.server.openai;

import dev.outcrop.server.fault.FaultyCall;
import dev.outcrop.server.fault.Framing;
import dev.outcrop.server.http.Exchange;
import dev.outcrop.wire.error.ServiceException;
import dev.outcrop.wire.model.ApiModel;
import dev.outcrop.wire.model.Operation;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads calls of the OpenAI API for those who let them fail on purpose. Thread-safe. */
public final class OpenAiCalls implements FaultyCall.Reader {
    private final String prefix;
    private final Operation whole;
    private final Operation streamed;
    private final Framing framing = new EventLineFraming();

    /**
     * @param runtime whose operations' errors these calls answer
     * @param basePath what stands in front of every path
     */
    public OpenAiCalls(ApiModel runtime, String basePath) {
        this.prefix = basePath + "/openai/v1/";
        this.whole = runtime.operation("InvokeModel");
        this.streamed = runtime.operation("InvokeModelWithResponseStream");
    }

    @Override
    public @Nullable FaultyCall read(Exchange exchange) {
        String path = exchange.rawPath();
        if (!exchange.method().equals("POST") || !path.startsWith(prefix)) {
            return null;
        }
        return switch (path.substring(prefix.length())) {
            case "chat/completions" -> call(exchange, "ChatCompletions");
            case "embeddings" -> call(exchange, "Embeddings");
            default -> null;
        };
    }

    private FaultyCall call(Exchange exchange, String operation) {
        JsonNode body = body(exchange);
        boolean streams = operation.equals("ChatCompletions") && body.path("stream").asBoolean(false);
        return new FaultyCall(
                exchange,
                operation,
                streams ? streamed : whole,
                body.path("model").asString(""),
                framing,
                OpenAiErrors::write);
    }

    /** What cannot be read names no model; whoever serves it says so. */
    private static JsonNode body(Exchange exchange) {
        try {
            return JsonMapper.shared().readTree(exchange.body());
        } catch (JacksonException e) {
            return JsonMapper.shared().missingNode();
        }
    }

    /** Server-sent events: each ends with an empty line. */
    private static final class EventLineFraming implements Framing {
        private final EventLines form = new EventLines();

        @Override
        public int eventLength(byte[] bytes, int from, int to) {
            for (int at = from + 1; at < to; at++) {
                if (bytes[at] == '\n' && bytes[at - 1] == '\n') {
                    return at + 1 - from;
                }
            }
            return UNKNOWN;
        }

        @Override
        public byte[] failure(ServiceException error) {
            return form.failure(error);
        }

        @Override
        public boolean hasChecksums() {
            return false;
        }
    }
}
