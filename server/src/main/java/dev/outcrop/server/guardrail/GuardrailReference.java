package dev.outcrop.server.guardrail;

import java.util.regex.Pattern;

import dev.outcrop.wire.bind.BoundInput;
import dev.outcrop.wire.error.ValidationException;
import org.jspecify.annotations.Nullable;

/**
 * The guardrail that a call to the runtime names, by members {@code guardrailIdentifier} and {@code guardrailVersion}.
 * The texts of the errors are recorded.
 *
 * @param identifier id or ARN, well-formed
 * @param version {@code DRAFT} or a number
 */
public record GuardrailReference(String identifier, String version) {
    private static final String INCORRECT_FORMAT = "Guardrail was enabled but input is in incorrect format.";
    private static final Pattern ID = Pattern.compile("[a-z0-9]+");
    private static final Pattern ARN = Pattern
            .compile("arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:guardrail/[a-z0-9]+");
    private static final Pattern VERSION = Pattern.compile("DRAFT|[1-9][0-9]{0,7}");

    /**
     * Checks the form of what is there, in the service's own words: to be called before the API model's constraints are
     * checked, which have the same patterns and other words.
     *
     * @throws ValidationException when the identifier or the version is malformed
     */
    public static void checkForm(BoundInput input) {
        checkForm(identifier(input), version(input));
    }

    private static void checkForm(@Nullable String identifier, @Nullable String version) {
        if (identifier != null && !ID.matcher(identifier).matches() && !ARN.matcher(identifier).matches()) {
            throw new ValidationException(
                    identifier.startsWith("arn:")
                            ? "The provided guardrail identifier is invalid."
                            : INCORRECT_FORMAT);
        }
        if (version != null && !VERSION.matcher(version).matches()) {
            throw new ValidationException(INCORRECT_FORMAT);
        }
    }

    /**
     * What the call names, or null when it names none: a version without a guardrail means nothing.
     *
     * @throws ValidationException when it names a guardrail without a version
     */
    public static @Nullable GuardrailReference of(BoundInput input) {
        return of(identifier(input), version(input));
    }

    /**
     * The same for headers that no API model has bound.
     *
     * @throws ValidationException also when the identifier or the version is malformed
     */
    public static @Nullable GuardrailReference ofHeaders(@Nullable String identifier, @Nullable String version) {
        checkForm(emptyIsNone(identifier), emptyIsNone(version));
        return of(emptyIsNone(identifier), emptyIsNone(version));
    }

    private static @Nullable GuardrailReference of(@Nullable String identifier, @Nullable String version) {
        if (identifier == null) {
            return null;
        }
        if (version == null) {
            throw new ValidationException(INCORRECT_FORMAT);
        }
        return new GuardrailReference(identifier, version);
    }

    private static @Nullable String identifier(BoundInput input) {
        return emptyIsNone(input.string("guardrailIdentifier"));
    }

    private static @Nullable String version(BoundInput input) {
        return emptyIsNone(input.string("guardrailVersion"));
    }

    private static @Nullable String emptyIsNone(@Nullable String value) {
        return value == null || value.isEmpty() ? null : value;
    }
}
