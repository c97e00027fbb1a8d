package dev.outcrop.server.openai;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import dev.outcrop.catalog.FoundationModel;
import dev.outcrop.catalog.FoundationModels;
import dev.outcrop.families.Family;
import dev.outcrop.families.Invocation;
import dev.outcrop.families.InvocationContext;
import dev.outcrop.families.JsonText;
import dev.outcrop.families.openai.ChatCompletions;
import dev.outcrop.families.openai.Embeddings;
import dev.outcrop.server.access.Authorizer;
import dev.outcrop.server.guardrail.GuardrailReference;
import dev.outcrop.server.guardrail.Tracing;
import dev.outcrop.server.http.Endpoint;
import dev.outcrop.server.http.Exchange;
import dev.outcrop.server.http.Names;
import dev.outcrop.server.invocationlog.InvocationLog;
import dev.outcrop.server.runtime.Door;
import dev.outcrop.server.runtime.GuardrailHeaders;
import dev.outcrop.server.runtime.Invocations;
import dev.outcrop.server.runtime.NativeBody;
import dev.outcrop.server.runtime.StreamForm;
import dev.outcrop.wire.bind.HeaderSource;
import dev.outcrop.wire.error.ResourceNotFoundException;
import dev.outcrop.wire.error.ValidationException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/** Answers what is under {@code /openai/v1/}, and hands on the rest. */
public final class OpenAiApi implements Endpoint {

    /** What its paths begin with, after the base path. */
    static final String PATH = "/openai/v1/";

    /** Parsing a body up to this size costs less than the hop to another thread. */
    private static final int PARSE_ON_LOOP = 64 * 1024;

    /** Of models that only the configuration knows. */
    private static final String CONFIGURED_OWNER = "outcrop";

    private final String prefix;
    private final Authorizer authorizer;
    private final Invocations invocations;
    private final FoundationModels models;
    private final Supplier<List<String>> configuredIds;
    private final InvocationLog log;
    private final Endpoint next;
    private final StreamForm streamForm = new EventLines();
    private final long started = Instant.now().getEpochSecond();
    private final Family chat = new ChatCompletions(new SecureRandom(), InstantSource.system());
    private final Family embeddings = new Embeddings();

    /**
     * @param basePath what stands in front of every path
     * @param configuredIds ids that the configuration spells out: models are listed by them too
     */
    public OpenAiApi(
            String basePath,
            Authorizer authorizer,
            Invocations invocations,
            FoundationModels models,
            Supplier<List<String>> configuredIds,
            InvocationLog log,
            Endpoint next) {
        this.prefix = basePath + PATH;
        this.authorizer = authorizer;
        this.invocations = invocations;
        this.models = models;
        this.configuredIds = configuredIds;
        this.log = log;
        this.next = next;
    }

    @Override
    public void serve(Exchange exchange) {
        String path = exchange.rawPath();
        if (!path.startsWith(prefix)) {
            next.serve(exchange);
            return;
        }
        String target = exchange.method() + " " + path.substring(prefix.length());
        switch (target) {
            case "POST chat/completions" -> invoke(exchange, "ChatCompletions", chat, "TEXT");
            case "POST embeddings" -> invoke(exchange, "Embeddings", embeddings, "EMBEDDING");
            case "GET models" ->
                authorizer.authorizeAction(
                        exchange, "bedrock:ListFoundationModels", () -> listModels(exchange));
            default -> {
                if (!target.startsWith("GET models/")) {
                    throw new ResourceNotFoundException("Unknown request URL: " + target.replace(" ", " " + prefix)
                            + ". Please check the URL for typos.");
                }
                String id = decoded(target.substring("GET models/".length()));
                authorizer.authorizeFoundationModel(
                        exchange, "bedrock:GetFoundationModel", id, () -> showModel(exchange, id));
            }
        }
    }

    private void invoke(Exchange exchange, String operation, Family family, String modality) {
        exchange.operation(operation);
        HeaderSource headers = exchange.headers();
        GuardrailHeaders guardrail = new GuardrailHeaders(
                GuardrailReference.ofHeaders(
                        headers.get("X-Amzn-Bedrock-GuardrailIdentifier"),
                        headers.get("X-Amzn-Bedrock-GuardrailVersion")),
                tracing(headers.get("X-Amzn-Bedrock-Trace")));
        if (exchange.body().length <= PARSE_ON_LOOP) {
            invoke(exchange, guardrail, family, modality, NativeBody.parse(exchange.body()));
            return;
        }
        Thread.ofVirtual().name("parse-" + exchange.requestId()).start(() -> {
            try {
                NativeBody body = NativeBody.parse(exchange.body());
                exchange.onLoop(() -> {
                    try {
                        invoke(exchange, guardrail, family, modality, body);
                    } catch (RuntimeException e) {
                        exchange.fail(e);
                    }
                });
            } catch (RuntimeException e) {
                exchange.onLoop(() -> exchange.fail(e));
            }
        });
    }

    private void invoke(
            Exchange exchange, GuardrailHeaders guardrail, Family family, String modality, NativeBody body) {
        if (exchange.isOver()) {
            return;
        }
        String model = body.json().path("model").asString("");
        if (model.isEmpty()) {
            throw new ValidationException("you must provide a model parameter");
        }
        log.watchAny(exchange, exchange.operation(), model);
        boolean streaming = body.json().path("stream").asBoolean(false) && modality.equals("TEXT");
        GuardrailReference named = guardrail.reference();
        authorizer.authorizeInvocation(
                exchange,
                model,
                streaming,
                named == null ? null : named.identifier(),
                named == null ? null : named.version(),
                () -> invocations.answer(new Invocations.Request(
                        exchange, model, guardrail, null, streaming, () -> body, new OpenAiDoor(family, modality))));
    }

    private static Tracing tracing(@Nullable String header) {
        try {
            return Tracing.of(header);
        } catch (IllegalArgumentException e) {
            throw new ValidationException("X-Amzn-Bedrock-Trace must be one of ENABLED, DISABLED, ENABLED_FULL.");
        }
    }

    private void listModels(Exchange exchange) {
        exchange.operation("ListModels");
        respond(exchange, JsonText.object(json -> {
            json.writeStringProperty("object", "list");
            json.writeArrayPropertyStart("data");
            models.all().stream().filter(OpenAiApi::isOffered)
                    .forEach(model -> writeListed(json, model.modelId(), model.providerName()));
            configuredIds.get().stream().filter(id -> models.find(id).isEmpty())
                    .forEach(id -> writeListed(json, id, CONFIGURED_OWNER));
            json.writeEndArray();
        }));
    }

    private void showModel(Exchange exchange, String id) {
        exchange.operation("GetModel");
        Optional<FoundationModel> known = models.find(id);
        String owner = known.isEmpty() && configuredIds.get().contains(id)
                ? CONFIGURED_OWNER
                : known.filter(OpenAiApi::isOffered).map(FoundationModel::providerName).orElseThrow(
                        () -> new ResourceNotFoundException("The model '" + id + "' does not exist"));
        respond(exchange, JsonText.object(json -> write(json, id, owner)));
    }

    private static boolean isOffered(FoundationModel model) {
        return model.outputModalities().contains("TEXT") || model.outputModalities().contains("EMBEDDING");
    }

    private void writeListed(JsonGenerator json, String id, String owner) {
        json.writeStartObject();
        write(json, id, owner);
        json.writeEndObject();
    }

    /** When a model was made is not in the catalogue: the time this server began to offer it. */
    private void write(JsonGenerator json, String id, String owner) {
        json.writeStringProperty("id", id);
        json.writeStringProperty("object", "model");
        json.writeNumberProperty("created", started);
        json.writeStringProperty("owned_by", owner);
    }

    private static void respond(Exchange exchange, byte[] body) {
        exchange.header(Names.CONTENT_TYPE, Names.JSON);
        exchange.respond(200, body);
    }

    private static String decoded(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return segment;
        }
    }

    private final class OpenAiDoor implements Door {
        private final Family family;
        private final String modality;

        OpenAiDoor(Family family, String modality) {
            this.family = family;
            this.modality = modality;
        }

        @Override
        public Invocation parse(InvocationContext context, JsonNode body) {
            models.find(context.modelId())
                    .filter(model -> !model.outputModalities().contains(modality))
                    .ifPresent(model -> {
                        throw new ValidationException(
                                "The model " + context.requestedModelId() + " does not support this API.");
                    });
            return family.parse(context, body);
        }

        @Override
        public void describe(Exchange exchange) {}

        @Override
        public StreamForm streamForm() {
            return streamForm;
        }
    }
}
