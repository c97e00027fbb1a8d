package dev.outcrop.families.embedding;

import java.util.List;

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
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

import static dev.outcrop.families.schema.Schema.object;
import static dev.outcrop.families.schema.Schema.oneOf;
import static dev.outcrop.families.schema.Schema.text;

/**
 * Amazon Nova Multimodal Embeddings, texts given in the request. Fields and limits: Amazon Nova user guide, "Nova
 * Multimodal Embeddings".
 */
public final class NovaEmbedFamily implements Family {
    private static final int STANDARD_DIMENSIONS = 3_072;
    private static final int MOST_CHARACTERS = 8_192;

    private static final List<String> KINDS = List.of("text", "image", "audio", "video");

    private static final Schema BODY = object()
            .optional("schemaVersion", oneOf("nova-multimodal-embed-v1"))
            .required("taskType", oneOf("SINGLE_EMBEDDING"))
            .required(
                    "singleEmbeddingParams",
                    new Schema.OneKeyOf(object()
                            .required(
                                    "embeddingPurpose",
                                    oneOf(
                                            "GENERIC_INDEX",
                                            "GENERIC_RETRIEVAL",
                                            "TEXT_RETRIEVAL",
                                            "IMAGE_RETRIEVAL",
                                            "VIDEO_RETRIEVAL",
                                            "DOCUMENT_RETRIEVAL",
                                            "AUDIO_RETRIEVAL",
                                            "CLASSIFICATION",
                                            "CLUSTERING"))
                            .optional(
                                    "embeddingDimension",
                                    new Schema.OneOfNumbers(List.of(256, 384, 1_024, 3_072)))
                            .optional(
                                    "text",
                                    object()
                                            .required("truncationMode", oneOf("START", "END", "NONE"))
                                            .optional("value", text())
                                            .optional("source", new Schema.Anything())
                                            .closed())
                            .optional("image", new Schema.Anything())
                            .optional("audio", new Schema.Anything())
                            .optional("video", new Schema.Anything())
                            .closed(), KINDS, true))
            .closed();

    @Override
    public Invocation parse(InvocationContext context, JsonNode body) {
        Violations.check(BODY, body);
        JsonNode params = body.path("singleEmbeddingParams");
        Unsupported.images(params.has("image"));
        JsonNode value = params.path("text").path("value");
        if (!value.isString()) {
            throw Unsupported.content(params.has("text") ? "text source" : params.has("audio") ? "audio" : "video");
        }
        String mode = params.path("text").path("truncationMode").stringValue();
        String text = value.stringValue();
        if (mode.equals("NONE") && text.codePointCount(0, text.length()) > MOST_CHARACTERS) {
            throw new ValidationException("The text is longer than " + MOST_CHARACTERS
                    + " characters and truncationMode is NONE.");
        }
        return new EmbeddedTexts(
                List.of(text), Bodies.integer(params, "embeddingDimension", STANDARD_DIMENSIONS),
                new Reading(purpose(params.path("embeddingPurpose").stringValue()), Integer.MAX_VALUE, Overflow.REFUSE),
                new Answer(mode.equals("START")));
    }

    /** An index holds what the retrievals look for. */
    private static EmbeddingPurpose purpose(String name) {
        return switch (name) {
            case "GENERIC_INDEX" -> EmbeddingPurpose.DOCUMENT;
            case "CLASSIFICATION" -> EmbeddingPurpose.CLASSIFICATION;
            case "CLUSTERING" -> EmbeddingPurpose.CLUSTERING;
            default -> EmbeddingPurpose.QUERY;
        };
    }

    /** @param dropsStart whether too long a text loses its start, not its end */
    private record Answer(boolean dropsStart) implements EmbeddedTexts.Format {

        @Override
        public List<String> read(List<String> asked) {
            return asked.stream().map(this::read).toList();
        }

        private String read(String text) {
            int length = text.codePointCount(0, text.length());
            if (length <= MOST_CHARACTERS) {
                return text;
            }
            return dropsStart
                    ? text.substring(text.offsetByCodePoints(0, length - MOST_CHARACTERS))
                    : text.substring(0, text.offsetByCodePoints(0, MOST_CHARACTERS));
        }

        @Override
        public void write(JsonGenerator json, List<String> asked, List<Embedding> embeddings) {
            json.writeArrayPropertyStart("embeddings");
            json.writeStartObject();
            json.writeStringProperty("embeddingType", "TEXT");
            json.writeName("embedding");
            NumberType.FLOAT.write(json, Vectors.unit(embeddings.getFirst().vector()));
            String text = asked.getFirst();
            String read = read(text);
            if (!read.equals(text)) {
                json.writeNumberProperty("truncatedCharLength", read.codePointCount(0, read.length()));
            }
            json.writeEndObject();
            json.writeEndArray();
        }

        @Override
        public void writeNone(JsonGenerator json) {
            json.writeArrayPropertyStart("embeddings");
            json.writeEndArray();
        }

        /** What the service says of tokens here is not recorded; these are its words for models in general. */
        @Override
        public ServiceException tooLong(PromptTooLongException cause) {
            return new ValidationException("Input is too long for requested model.");
        }
    }
}
