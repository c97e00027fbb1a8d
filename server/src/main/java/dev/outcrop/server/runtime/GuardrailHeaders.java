package dev.outcrop.server.runtime;

import java.util.regex.Pattern;

import dev.outcrop.wire.bind.BoundInput;
import dev.outcrop.wire.error.ValidationException;
import org.jspecify.annotations.Nullable;

/**
 * What a call says about guardrails, and what is wrong with it.
 *
 * <p>Guardrails do not exist yet in this version, so a well-formed identifier is always one that does not exist.
 * Texts: Amazon Bedrock user guide and recorded answers; the first two conditions are documented without a text.
 *
 * @param identifier id or ARN; null when the call names none
 * @param version {@code DRAFT} or a number; null when the call names none
 */
record GuardrailHeaders(@Nullable String identifier, @Nullable String version) {

    private static final String INCORRECT_FORMAT = "Guardrail was enabled but input is in incorrect format.";
    private static final String DOES_NOT_EXIST = "The guardrail identifier or version provided in the request does not exist.";
    private static final Pattern IDENTIFIER = Pattern
            .compile("[a-z0-9]+|arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:guardrail/[a-z0-9]+");
    private static final Pattern VERSION = Pattern.compile("DRAFT|[1-9][0-9]{0,7}");

    static GuardrailHeaders of(BoundInput input) {
        return new GuardrailHeaders(
                emptyIsNone(input.string("guardrailIdentifier")), emptyIsNone(input.string("guardrailVersion")));
    }

    /** Before the body is read: a guardrail reads JSON only. */
    void check(@Nullable String contentType) {
        if (identifier != null && !MediaTypes.isJson(contentType)) {
            throw new ValidationException("A guardrail can be applied only when the content type is application/json.");
        }
    }

    /** Once the body is read, and before the family reads it. */
    void check(NativeBody body) {
        if (identifier == null && version == null) {
            if (body.guardrailConfig() != null) {
                throw new ValidationException("The request body contains amazon-bedrock-guardrailConfig, but no"
                        + " guardrail identifier was provided in the request.");
            }
            return;
        }
        if (identifier == null
                || version == null
                || !IDENTIFIER.matcher(identifier).matches()
                || !VERSION.matcher(version).matches()) {
            throw new ValidationException(INCORRECT_FORMAT);
        }
        throw new ValidationException(DOES_NOT_EXIST);
    }

    private static @Nullable String emptyIsNone(@Nullable String value) {
        return value == null || value.isEmpty() ? null : value;
    }
}
