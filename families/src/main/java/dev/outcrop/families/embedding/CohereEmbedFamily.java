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
import dev.outcrop.wire.error.ValidationException;
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
    private static final int MOST_CHARACTERS_V3 = 2_048;
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

    private static final Schema V4 = object()
            .optional("texts", listOf(text(), MOST_TEXTS))
            .optional("images", listOf(text(), MOST_TEXTS))
            .optional("inputs", listOf(object().required("content", listOf(new Schema.Anything())).open(), MOST_TEXTS))
            .required("input_type", oneOf("search_document", "search_query", "classification", "clustering", "image"))
            .optional("truncate", oneOf("NONE", "LEFT", "RIGHT"))
            .optional("embedding_types", TYPES)
            .optional("output_dimension", new Schema.OneOfNumbers(List.of(256, 512, 1_024, 1_536)))
            .optional("max_tokens", integer(1, 128_000))
            .closed();

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
                new Answer(context.requestId(), types(body), lowerCase, "texts"));
    }

    private static Invocation v4(InvocationContext context, JsonNode body) {
        Violations.check(V4, body);
        Unsupported.images(body.path("images").size() > 0);
        if (body.hasNonNull("texts") == body.hasNonNull("inputs")) {
            throw new ValidationException("Exactly one of texts, images and inputs must be given.");
        }
        boolean mixed = body.hasNonNull("inputs");
        List<String> texts = mixed ? inputs(body.path("inputs")) : strings(body.path("texts"));
        return new EmbeddedTexts(
                texts,
                Bodies.integer(body, "output_dimension", DIMENSIONS_V4),
                new Answer(context.requestId(), types(body), false, mixed ? "inputs" : "texts"));
    }

    private static List<String> strings(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.stringValue()));
        return texts;
    }

    private static List<String> inputs(JsonNode inputs) {
        List<String> texts = new ArrayList<>();
        for (JsonNode input : inputs) {
            StringBuilder text = new StringBuilder();
            for (JsonNode part : input.path("content")) {
                String type = part.path("type").asString("");
                Unsupported.images(type.equals("image_url"));
                if (!type.equals("text") || !part.path("text").isString()) {
                    throw Unsupported.content(type);
                }
                text.append(text.isEmpty() ? "" : "\n").append(part.path("text").stringValue());
            }
            texts.add(text.toString());
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
     * @param echo the member that repeats the texts
     */
    private record Answer(String id, List<NumberType> types, boolean lowerCase, String echo)
            implements
                EmbeddedTexts.Format {

        @Override
        public String read(String text) {
            return lowerCase ? text.toLowerCase(Locale.ROOT) : text;
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
            if (echo.equals("texts")) {
                json.writeArrayPropertyStart("texts");
                asked.forEach(text -> json.writeString(read(text)));
                json.writeEndArray();
            } else {
                json.writeArrayPropertyStart("inputs");
                asked.forEach(text -> writeInput(json, text));
                json.writeEndArray();
            }
        }

        private static void writeInput(JsonGenerator json, String text) {
            json.writeStartObject();
            json.writeArrayPropertyStart("content");
            json.writeStartObject();
            json.writeStringProperty("type", "text");
            json.writeStringProperty("text", text);
            json.writeEndObject();
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
    }
}
