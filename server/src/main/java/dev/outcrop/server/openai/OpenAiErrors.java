package dev.outcrop.server.openai;

import dev.outcrop.families.JsonText;
import dev.outcrop.wire.error.ErrorWriter;
import dev.outcrop.wire.error.ServiceException;
import dev.outcrop.wire.error.WrittenError;

/** Errors in the form that OpenAI's clients read; the service's own name of the error is their code. */
final class OpenAiErrors {

    private OpenAiErrors() {}

    static WrittenError write(ServiceException error) {
        return new WrittenError(status(error), ErrorWriter.write(error).errorType(), body(error));
    }

    /** Who cannot be identified is answered 401 there, which makes it the typed error of OpenAI's clients. */
    private static int status(ServiceException error) {
        return switch (error.origin()) {
            case AUTHENTICATION -> 401;
            case SERVICE -> error.status();
        };
    }

    static byte[] body(ServiceException error) {
        return JsonText.object(json -> {
            json.writeObjectPropertyStart("error");
            json.writeStringProperty("message", error.message());
            json.writeStringProperty("type", type(status(error)));
            json.writeNullProperty("param");
            json.writeStringProperty("code", error.code());
            json.writeEndObject();
        });
    }

    private static String type(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 429 -> "rate_limit_error";
            // The model failed or took too long: nothing that another request would mend.
            case 408, 424 -> "server_error";
            default -> status < 500 ? "invalid_request_error" : "server_error";
        };
    }
}
