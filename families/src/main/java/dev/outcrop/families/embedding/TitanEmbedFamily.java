package dev.outcrop.families.embedding;

import java.util.ArrayList;
import java.util.List;

import dev.outcrop.families.Bodies;
import dev.outcrop.families.Family;
import dev.outcrop.families.Invocation;
import dev.outcrop.families.InvocationContext;
import dev.outcrop.families.Unsupported;
import dev.outcrop.families.schema.Schema;
import dev.outcrop.families.schema.Violations;
import dev.outcrop.inference.Embedding;
import dev.outcrop.inference.PromptTooLongException;
import dev.outcrop.wire.error.ServiceException;
import dev.outcrop.wire.error.ValidationException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

import static dev.outcrop.families.schema.Schema.object;
import static dev.outcrop.families.schema.Schema.oneOf;
import static dev.outcrop.families.schema.Schema.textUpTo;

/**
 * Amazon Titan embeddings: text G1, text V2 and the text part of Multimodal G1. Fields and limits: Amazon Bedrock user
 * guide, "Amazon Titan Text Embeddings models" and "Amazon Titan Multimodal Embeddings"; bodies as recorded.
 */
public final class TitanEmbedFamily implements Family {
    private static final int G1_DIMENSIONS = 1_536;
    private static final int STANDARD_DIMENSIONS = 1_024;
    private static final int MOST_TOKENS = 8_192;
    private static final int MOST_TOKENS_BESIDE_IMAGES = 256;

    private static final Schema TEXT = textUpTo(50_000);
    private static final Schema G1 = object().required("inputText", TEXT).closed();
    private static final Schema V2 = object()
            .required("inputText", TEXT)
            .optional("dimensions", new Schema.OneOfNumbers(List.of(1_024, 512, 256)))
            .optional("normalize", new Schema.Bool())
            .optional("embeddingTypes", new Schema.Items(oneOf("float", "binary"), 1, 2))
            .closed();
    private static final Schema MULTIMODAL = new Schema.OneKeyOf(
            object()
                    .optional("inputText", TEXT)
                    .optional("inputImage", Schema.text())
                    .optional(
                            "embeddingConfig",
                            object()
                                    .optional(
                                            "outputEmbeddingLength",
                                            new Schema.OneOfNumbers(List.of(256, 384, 1_024)))
                                    .closed())
                    .closed(),
            List.of("inputText", "inputImage"), false);

    @Override
    public Invocation parse(InvocationContext context, JsonNode body) {
        if (context.modelId().startsWith("amazon.titan-embed-image")) {
            return multimodal(body);
        }
        return context.modelId().contains("-v2") ? v2(body) : g1(body);
    }

    private static Invocation g1(JsonNode body) {
        Violations.check(G1, body);
        return of(body, G1_DIMENSIONS, MOST_TOKENS, new Answer(true, false, null, false));
    }

    private static Invocation v2(JsonNode body) {
        Violations.check(V2, body);
        List<String> types = new ArrayList<>();
        body.path("embeddingTypes").forEach(type -> types.add(type.stringValue()));
        return of(
                body,
                Bodies.integer(body, "dimensions", STANDARD_DIMENSIONS),
                MOST_TOKENS,
                new Answer(
                        types.isEmpty() || types.contains("float"),
                        body.path("normalize").asBoolean(true),
                        types.isEmpty() ? List.of("float") : types,
                        false));
    }

    private static Invocation multimodal(JsonNode body) {
        Violations.check(MULTIMODAL, body);
        Unsupported.images(body.hasNonNull("inputImage"));
        return of(
                body,
                Bodies.integer(body.path("embeddingConfig"), "outputEmbeddingLength", STANDARD_DIMENSIONS),
                MOST_TOKENS_BESIDE_IMAGES,
                new Answer(true, true, null, true));
    }

    private static Invocation of(JsonNode body, int dimensions, int mostTokens, Answer answer) {
        return new EmbeddedTexts(
                List.of(body.path("inputText").stringValue()), dimensions, Reading.upTo(mostTokens), answer);
    }

    /**
     * @param plain whether the member {@code embedding} is there
     * @param types what {@code embeddingsByType} holds, or null when it is not there
     * @param message whether the member {@code message} is there
     */
    private record Answer(boolean plain, boolean normalize, @Nullable List<String> types,
            boolean message) implements EmbeddedTexts.Format {

        @Override
        public void write(JsonGenerator json, List<String> asked, List<Embedding> embeddings) {
            Embedding embedding = embeddings.getFirst();
            float[] vector = normalize ? Vectors.unit(embedding.vector()) : embedding.vector();
            if (plain) {
                json.writeName("embedding");
                NumberType.FLOAT.write(json, vector);
            }
            if (types != null) {
                json.writeObjectPropertyStart("embeddingsByType");
                types.stream().distinct().forEach(type -> {
                    json.writeName(type);
                    if (type.equals("binary")) {
                        writeSigns(json, vector);
                    } else {
                        NumberType.FLOAT.write(json, vector);
                    }
                });
                json.writeEndObject();
            }
            json.writeNumberProperty("inputTextTokenCount", embedding.tokens());
            if (message) {
                json.writeNullProperty("message");
            }
        }

        /** One 0 or 1 per component, unlike Cohere's packed bits. */
        private static void writeSigns(JsonGenerator json, float[] vector) {
            json.writeStartArray();
            for (float component : vector) {
                json.writeNumber(component > 0 ? 1 : 0);
            }
            json.writeEndArray();
        }

        @Override
        public void writeNone(JsonGenerator json) {
            json.writeArrayPropertyStart("embedding");
            json.writeEndArray();
            json.writeNumberProperty("inputTextTokenCount", 0);
        }

        /** It ends with a blank. */
        @Override
        public ServiceException tooLong(PromptTooLongException cause) {
            return new ValidationException("400 Bad Request: Too many input tokens. Max input tokens: "
                    + cause.contextLength() + ", request input token count: " + cause.promptTokens() + " ");
        }
    }
}
