package dev.outcrop.server.guardrail;

import java.util.Arrays;
import java.util.List;

import dev.outcrop.guardrails.tags.TagSuffix;
import dev.outcrop.wire.error.ValidationException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The member {@code amazon-bedrock-guardrailConfig} of a native body.
 *
 * @param suffix of the tags in the prompt; null when it has none
 */
public record GuardrailSettings(@Nullable TagSuffix suffix, StreamProcessingMode mode) {

    /** What holds when the body has no such member. */
    public static final GuardrailSettings DEFAULT = new GuardrailSettings(null, StreamProcessingMode.SYNCHRONOUS);

    /** @throws ValidationException when the member is malformed; the service's words are not known */
    public static GuardrailSettings of(@Nullable JsonNode member) {
        if (member == null || member.isNull()) {
            return DEFAULT;
        }
        if (!member.isObject()) {
            throw new ValidationException("amazon-bedrock-guardrailConfig must be an object.");
        }
        return new GuardrailSettings(suffix(member.get("tagSuffix")), mode(member.get("streamProcessingMode")));
    }

    private static @Nullable TagSuffix suffix(@Nullable JsonNode member) {
        if (member == null || member.isNull()) {
            return null;
        }
        try {
            return new TagSuffix(member.isString() ? member.stringValue() : "");
        } catch (IllegalArgumentException e) {
            throw new ValidationException("tagSuffix in amazon-bedrock-guardrailConfig must be 1 to 20 letters and"
                    + " digits.");
        }
    }

    private static StreamProcessingMode mode(@Nullable JsonNode member) {
        if (member == null || member.isNull()) {
            return DEFAULT.mode();
        }
        List<StreamProcessingMode> modes = Arrays.asList(StreamProcessingMode.values());
        return modes.stream()
                .filter(mode -> mode.name().equals(member.asString("")))
                .findAny()
                .orElseThrow(() -> new ValidationException(
                        "streamProcessingMode in amazon-bedrock-guardrailConfig must be one of " + modes + "."));
    }
}
