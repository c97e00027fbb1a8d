package dev.outcrop.families.chat;

import dev.outcrop.families.Unsupported;
import dev.outcrop.families.schema.Schema;
import dev.outcrop.inference.AnswerShape;
import dev.outcrop.wire.error.ValidationException;
import tools.jackson.databind.JsonNode;

import static dev.outcrop.families.schema.Schema.object;
import static dev.outcrop.families.schema.Schema.oneOf;

/** The members {@code response_format} and {@code structured_outputs}. */
final class ResponseFormat {
    static final Schema SCHEMA = object()
            .required("type", oneOf("text", "json_object", "json_schema"))
            .optional("json_schema", object().optional("schema", object().open()).open())
            .open();

    private ResponseFormat() {}

    static AnswerShape read(JsonNode body) {
        JsonNode structured = body.path("structured_outputs");
        if (structured.path("json").isObject()) {
            return new AnswerShape.Schema(structured.path("json").toString());
        }
        Unsupported.field("structured_outputs", !structured.isEmpty());
        JsonNode format = body.path("response_format");
        return switch (format.path("type").asString("text")) {
            case "json_object" -> AnswerShape.JSON;
            case "json_schema" -> {
                JsonNode named = format.path("json_schema");
                if (!named.path("schema").isObject()) {
                    throw new ValidationException("Missing required parameter: 'response_format.json_schema"
                            + (named.isObject() ? ".schema'." : "'."));
                }
                yield new AnswerShape.Schema(named.path("schema").toString());
            }
            default -> AnswerShape.TEXT;
        };
    }
}
