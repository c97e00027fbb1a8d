package dev.outcrop.families.chat;

import dev.outcrop.families.Unsupported;
import dev.outcrop.families.schema.Schema;
import dev.outcrop.inference.AnswerShape;
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
                JsonNode schema = format.path("json_schema").path("schema");
                yield schema.isObject() ? new AnswerShape.Schema(schema.toString()) : AnswerShape.JSON;
            }
            default -> AnswerShape.TEXT;
        };
    }
}
