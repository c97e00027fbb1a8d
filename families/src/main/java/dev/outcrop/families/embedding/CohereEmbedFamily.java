package dev.outcrop.families.embedding;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.outcrop.families.Bodies;
import dev.outcrop.families.Family;
import dev.outcrop.families.Invocation;
import dev.outcrop.families.InvocationContext;
import dev.outcrop.families.Unsupported;
import dev.outcrop.families.schema.Schema;
import dev.outcrop.families.schema.Violations;
import dev.outcrop.inference.Embedding;
import dev.outcrop.inference.EmbeddingPurpose;
import dev.outcrop.inference.EmbeddingRequest.Overflow;
import dev.outcrop.inference.PromptTooLongException;
import dev.outcrop.wire.error.ServiceException;
import dev.outcrop.wire.error.ValidationException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

import static dev.outcrop.families.schema.Schema.integer;
import static dev.outcrop.families.schema.Schema.listOf;
import static dev.outcrop.families.schema.Schema.object;
import static dev.outcrop.families.schema.Schema.oneOf;
import static dev.outcrop.families.schema.Schema.text;

/**
 * Cohere Embed v3 and v4, texts only. Fields and limits: Amazon Bedrock user guide, "Cohere Embed v3" and "Cohere Embed
 * v4"; bodies as recorded.
 */
public final class CohereEmbedFamily implements Family {
    private static final int MOST_TEXTS = 96;
    private static final int MOST_PARTS = 1_000;
    private static final int MOST_CHARACTERS_V3 = 2_048;
    private static final int MOST_TOKENS_V3 = 512;
    private static final int MOST_TOKENS_V4 = 128_000;
    private static final int DIMENSIONS_V3 = 1_024;
    private static final int DIMENSIONS_V4 = 1_536;

    private static final Schema TYPES = listOf(oneOf("float", "int8", "uint8", "binary", "ubinary"));

    private static final Schema V3 = object()
            .required("texts", listOf(new Schema.Text(0, MOST_CHARACTERS_V3, null, List.of()), MOST_TEXTS))
            .required(
                    "input_type",
                    oneOf("search_document", "search_query", "classification", "clustering", "image"))
            .optional("truncate", oneOf("NONE", "START", "END"))
            .optional("embedding_types", TYPES)
            .optional("images", listOf(text(), 1))
            .closed();

    /** Texts and images of any kind of part; those that are no text are refused for what they ask. */
    private static final Schema INPUT = object()
            .required("content", new Schema.Items(new Schema.Anything(), 1, MOST_PARTS))
            .open();

    private static final Schema V4 = new Schema.OneKeyOf(
            object()
                    .required("input_type",
                            oneOf("search_document", "search_query", "classification", "clustering"))
                    .optional("texts", listOf(text(), MOST_TEXTS))
                    .optional("images", listOf(text(), MOST_TEXTS))
                    .optional("inputs", listOf(INPUT, MOST_TEXTS))
                    .optional("truncate", oneOf("NONE", "LEFT", "RIGHT"))
                    .optional("embedding_types", TYPES)
                    .optional("output_dimension", new Schema.OneOfNumbers(List.of(256, 512, 1_024, 1_536)))
                    .optional("max_tokens", integer(1, MOST_TOKENS_V4))
                    .closed(),
            List.of("texts", "images", "inputs"), true);

    @Override
    public Invocation parse(InvocationContext context, JsonNode body) {
        return context.modelId().startsWith("cohere.embed-v4") ? v4(context, body) : v3(context, body);
    }

    private static Invocation v3(InvocationContext context, JsonNode body) {
        // A body with images alone is well-formed; it is refused for what it asks, not for how it is written.
        Unsupported.images(body.path("images").size() > 0);
        Violations.check(V3, body);
        boolean lowerCase = context.modelId().startsWith("cohere.embed-english");
        return new EmbeddedTexts(
                strings(body.path("texts")), DIMENSIONS_V3,
                new Reading(purpose(body), MOST_TOKENS_V3, overflow(body, Overflow.REFUSE)),
                new Answer(context.requestId(), types(body), lowerCase, null));
    }

    private static Invocation v4(InvocationContext context, JsonNode body) {
        Violations.check(V4, body);
        Unsupported.images(body.has("images"));
        List<String> asked = new ArrayList<>();
        List<Integer> parts = null;
        if (body.has("inputs")) {
            parts = new ArrayList<>();
            for (JsonNode input : body.path("inputs")) {
                List<String> texts = parts(input.path("content"));
                asked.addAll(texts);
                parts.add(texts.size());
            }
        } else {
            asked.addAll(strings(body.path("texts")));
        }
        return new EmbeddedTexts(
                asked,
                Bodies.integer(body, "output_dimension", DIMENSIONS_V4),
                new Reading(
                        purpose(body), Bodies.integer(body, "max_tokens", MOST_TOKENS_V4),
                        overflow(body, Overflow.DROP_END)),
                new Answer(context.requestId(), types(body), false, parts == null ? null : List.copyOf(parts)));
    }

    private static EmbeddingPurpose purpose(JsonNode body) {
        return switch (body.path("input_type").stringValue()) {
            case "search_document" -> EmbeddingPurpose.DOCUMENT;
            case "search_query" -> EmbeddingPurpose.QUERY;
            case "classification" -> EmbeddingPurpose.CLASSIFICATION;
            case "clustering" -> EmbeddingPurpose.CLUSTERING;
            default -> EmbeddingPurpose.OTHER;
        };
    }

    /** Both versions' names: v3 says START and END, v4 LEFT and RIGHT. */
    private static Overflow overflow(JsonNode body, Overflow standard) {
        return switch (body.path("truncate").asString("")) {
            case "NONE" -> Overflow.REFUSE;
            case "START", "LEFT" -> Overflow.DROP_START;
            case "END", "RIGHT" -> Overflow.DROP_END;
            default -> standard;
        };
    }

    private static List<String> strings(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.stringValue()));
        return texts;
    }

    private static List<String> parts(JsonNode content) {
        List<String> texts = new ArrayList<>();
        for (JsonNode part : content) {
            String type = part.path("type").asString("");
            Unsupported.images(type.equals("image_url"));
            if (!type.equals("text") || !part.path("text").isString()) {
                throw Unsupported.content(type);
            }
            texts.add(part.path("text").stringValue());
        }
        return texts;
    }

    private static List<NumberType> types(JsonNode body) {
        return strings(body.path("embedding_types")).stream()
                .map(name -> NumberType.valueOf(name.toUpperCase(Locale.ROOT)))
                .distinct()
                .toList();
    }

    /**
     * @param types empty writes a plain array of floats
     * @param lowerCase the English model answers with the texts as it read them
     * @param parts how many texts each input has that makes one vector; null when every text makes one
     */
    private record Answer(String id, List<NumberType> types, boolean lowerCase, @Nullable List<Integer> parts)
            implements
                EmbeddedTexts.Format {

        @Override
        public List<String> read(List<String> asked) {
            if (parts != null) {
                List<String> texts = new ArrayList<>();
                int from = 0;
                for (int count : parts) {
                    texts.add(String.join("\n", asked.subList(from, from + count)));
                    from += count;
                }
                return texts;
            }
            return lowerCase ? asked.stream().map(text -> text.toLowerCase(Locale.ROOT)).toList() : asked;
        }

        @Override
        public void write(JsonGenerator json, List<String> asked, List<Embedding> embeddings) {
            if (types.isEmpty()) {
                writeEach(json, "embeddings", NumberType.FLOAT, embeddings);
            } else {
                json.writeObjectPropertyStart("embeddings");
                types.forEach(type -> writeEach(json, type.wireName(), type, embeddings));
                json.writeEndObject();
            }
            writeEnd(json);
            if (parts == null) {
                json.writeArrayPropertyStart("texts");
                read(asked).forEach(json::writeString);
                json.writeEndArray();
            } else {
                json.writeArrayPropertyStart("inputs");
                int from = 0;
                for (int count : parts) {
                    writeInput(json, asked.subList(from, from + count));
                    from += count;
                }
                json.writeEndArray();
            }
        }

        private static void writeInput(JsonGenerator json, List<String> texts) {
            json.writeStartObject();
            json.writeArrayPropertyStart("content");
            for (String text : texts) {
                json.writeStartObject();
                json.writeStringProperty("type", "text");
                json.writeStringProperty("text", text);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }

        private static void writeEach(JsonGenerator json, String name, NumberType type, List<Embedding> embeddings) {
            json.writeArrayPropertyStart(name);
            embeddings.forEach(embedding -> type.write(json, Vectors.unit(embedding.vector())));
            json.writeEndArray();
        }

        private void writeEnd(JsonGenerator json) {
            json.writeStringProperty("id", id);
            json.writeStringProperty("response_type", types.isEmpty() ? "embeddings_floats" : "embeddings_by_type");
        }

        @Override
        public void writeNone(JsonGenerator json) {
            json.writeArrayPropertyStart("embeddings");
            json.writeEndArray();
            writeEnd(json);
        }

        /** What the service says here is not recorded; Cohere's own API speaks like this of other limits. */
        @Override
        public ServiceException tooLong(PromptTooLongException cause) {
            return new ValidationException(
                    "too many tokens: a text has " + cause.promptTokens() + " tokens, the limit is "
                            + cause.contextLength() + ". Shorten it, or ask for truncation.");
        }
    }
}
