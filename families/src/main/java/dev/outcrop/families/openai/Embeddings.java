package dev.outcrop.families.openai;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import dev.outcrop.families.Bodies;
import dev.outcrop.families.EmbeddingInvocation;
import dev.outcrop.families.Family;
import dev.outcrop.families.Invocation;
import dev.outcrop.families.InvocationContext;
import dev.outcrop.families.JsonText;
import dev.outcrop.families.TextSpan;
import dev.outcrop.families.chat.Nulls;
import dev.outcrop.families.embedding.Vectors;
import dev.outcrop.inference.Embedding;
import dev.outcrop.inference.EmbeddingPurpose;
import dev.outcrop.inference.EmbeddingRequest;
import dev.outcrop.inference.PromptTooLongException;
import dev.outcrop.wire.error.ServiceException;
import dev.outcrop.wire.error.ValidationException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/** Embeddings of any embedding model: texts in, vectors of length 1 out. */
public final class Embeddings implements Family {
    /** OpenAI's own bound on a batch. */
    private static final int MOST_TEXTS = 2_048;
    /** OpenAI's bound on a batch is 300,000 tokens; English text has some four characters to a token. */
    private static final int MOST_CHARACTERS = 1_200_000;
    private static final int MOST_DIMENSIONS = 4_096;
    private static final int MOST_TOKENS = 8_192;

    @Override
    public Invocation parse(InvocationContext context, JsonNode given) {
        JsonNode body = Nulls.absent(given);
        int standard = standardDimensions(context.modelId());
        int dimensions = Bodies.integer(body, "dimensions", standard);
        if (dimensions < 1 || dimensions > MOST_DIMENSIONS) {
            throw new ValidationException("'dimensions' must be between 1 and " + MOST_DIMENSIONS + ".");
        }
        String encoding = body.path("encoding_format").asString("float");
        if (!encoding.equals("float") && !encoding.equals("base64")) {
            throw new ValidationException("'encoding_format' must be one of 'float', 'base64'.");
        }
        return new Texts(
                texts(body.path("input")),
                dimensions,
                mostTokens(context.modelId()),
                context.requestedModelId(),
                encoding.equals("base64"));
    }

    private static List<String> texts(JsonNode input) {
        List<String> texts = new ArrayList<>();
        if (input.isString()) {
            texts.add(input.stringValue());
        } else if (input.isArray()) {
            input.forEach(text -> texts.add(text.isString() ? text.stringValue() : ""));
        }
        if (texts.isEmpty() || texts.size() > MOST_TEXTS || texts.stream().anyMatch(String::isEmpty)) {
            throw new ValidationException("'input' must be a non-empty string, or an array of 1 to " + MOST_TEXTS
                    + " non-empty strings. Arrays of tokens are not available: their model is not the one that reads them.");
        }
        if (texts.stream().mapToLong(String::length).sum() > MOST_CHARACTERS) {
            throw new ValidationException("'input' must not have more than " + MOST_CHARACTERS
                    + " characters in all. Send the texts in several requests.");
        }
        return texts;
    }

    /** What each model reads of one text: the native families' own limits. */
    private static int mostTokens(String modelId) {
        if (modelId.startsWith("amazon.titan-embed-image")) {
            return 256;
        }
        if (modelId.startsWith("cohere.embed-v4")) {
            return 128_000;
        }
        return modelId.startsWith("cohere.embed") ? 512 : MOST_TOKENS;
    }

    /** What each model gives when its caller does not say: the native families' own defaults. */
    private static int standardDimensions(String modelId) {
        if (modelId.startsWith("amazon.titan-embed-text-v1") || modelId.startsWith("amazon.titan-embed-g1")
                || modelId.startsWith("cohere.embed-v4")) {
            return 1_536;
        }
        return modelId.startsWith("amazon.nova-2-multimodal-embeddings") ? 3_072 : 1_024;
    }

    private record Texts(List<String> texts, int dimensions, int mostTokens, String model, boolean base64)
            implements
                EmbeddingInvocation {

        Texts {
            texts = List.copyOf(texts);
        }

        @Override
        public List<TextSpan> spans() {
            return texts.stream().map(text -> new TextSpan(TextSpan.Role.USER, text)).toList();
        }

        @Override
        public Texts withTexts(List<String> others) {
            return new Texts(others, dimensions, mostTokens, model, base64);
        }

        @Override
        public EmbeddingRequest request() {
            return new EmbeddingRequest(
                    texts, EmbeddingPurpose.OTHER, mostTokens, EmbeddingRequest.Overflow.REFUSE);
        }

        @Override
        public byte[] body(List<Embedding> embeddings) {
            long tokens = embeddings.stream().mapToLong(Embedding::tokens).sum();
            return JsonText.object(json -> {
                json.writeStringProperty("object", "list");
                json.writeArrayPropertyStart("data");
                for (int i = 0; i < embeddings.size(); i++) {
                    json.writeStartObject();
                    json.writeStringProperty("object", "embedding");
                    json.writeNumberProperty("index", i);
                    json.writeName("embedding");
                    write(json, Vectors.unit(embeddings.get(i).vector()));
                    json.writeEndObject();
                }
                json.writeEndArray();
                json.writeStringProperty("model", model);
                json.writeObjectPropertyStart("usage");
                json.writeNumberProperty("prompt_tokens", tokens);
                json.writeNumberProperty("total_tokens", tokens);
                json.writeEndObject();
            });
        }

        private void write(JsonGenerator json, float[] vector) {
            if (base64) {
                ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                bytes.asFloatBuffer().put(vector);
                json.writeString(Base64.getEncoder().encodeToString(bytes.array()));
                return;
            }
            json.writeStartArray();
            for (float component : vector) {
                json.writeNumber(component);
            }
            json.writeEndArray();
        }

        /** There is no place for a message in this body: a blocked call is an error to its client. */
        @Override
        public byte[] blockedBody(String message) {
            throw new ValidationException(message);
        }

        @Override
        public ServiceException promptTooLong(PromptTooLongException cause) {
            return new ValidationException("This model's maximum context length is " + cause.contextLength()
                    + " tokens, however you requested " + cause.promptTokens()
                    + " tokens. Please reduce your prompt.");
        }
    }
}
