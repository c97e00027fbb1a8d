package dev.outcrop.server.guardrail;

import java.util.List;
import java.util.Map;

import dev.outcrop.guardrails.config.ContentFilter;
import dev.outcrop.guardrails.config.CustomWord;
import dev.outcrop.guardrails.config.DeniedTopic;
import dev.outcrop.guardrails.config.GroundingFilter;
import dev.outcrop.guardrails.config.GuardrailConfig;
import dev.outcrop.guardrails.config.Handling;
import dev.outcrop.guardrails.config.Handlings;
import dev.outcrop.guardrails.config.PiiEntity;
import dev.outcrop.guardrails.config.PiiType;
import dev.outcrop.guardrails.config.SensitivePattern;
import dev.outcrop.guardrails.config.Strength;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The document that the store keeps of a guardrail: the members of GetGuardrail's answer that its caller wrote, under the
 * names by which they are read back, with nothing filled in but the tiers. What is not said is decided here, when a
 * document becomes the configuration of a guardrail that runs. Immutable.
 *
 * @param json the whole document
 */
public record GuardrailDocument(String json) {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    /** Makes a document of members by name. */
    public static GuardrailDocument of(Map<String, Object> members) {
        return new GuardrailDocument(MAPPER.writeValueAsString(members));
    }

    /** Its members by name, with the Java types that the API model states. */
    public Map<String, Object> members() {
        return MAPPER.readValue(json, new TypeReference<>() {
        });
    }

    /** What the guardrail does: defaults and switches resolved (API reference; recorded behaviour for the PII entries). */
    public GuardrailConfig config() {
        JsonNode document = MAPPER.readTree(json);
        JsonNode sensitive = document.path("sensitiveInformationPolicy");
        JsonNode words = document.path("wordPolicy");
        return new GuardrailConfig(
                document.path("blockedInputMessaging").stringValue(),
                document.path("blockedOutputsMessaging").stringValue(),
                list(document.path("topicPolicy").path("topics")).stream().map(GuardrailDocument::topic).toList(),
                list(document.path("contentPolicy").path("filters")).stream().map(GuardrailDocument::filter).toList(),
                list(words.path("words")).stream()
                        .map(word -> new CustomWord(word.path("text").stringValue(), handlings(word)))
                        .toList(),
                profanity(words.path("managedWordLists")),
                list(sensitive.path("piiEntities")).stream()
                        .map(entity -> new PiiEntity(
                                PiiType.valueOf(entity.path("type").stringValue()), sensitiveHandlings(entity)))
                        .toList(),
                list(sensitive.path("regexes")).stream()
                        .map(regex -> new SensitivePattern(
                                regex.path("name").stringValue(),
                                regex.path("pattern").stringValue(),
                                sensitiveHandlings(regex)))
                        .toList(),
                list(document.path("contextualGroundingPolicy").path("filters")).stream()
                        .map(GuardrailDocument::grounding)
                        .toList());
    }

    private static List<JsonNode> list(JsonNode array) {
        return array.valueStream().toList();
    }

    private static DeniedTopic topic(JsonNode topic) {
        return new DeniedTopic(
                topic.path("name").stringValue(),
                topic.path("definition").stringValue(),
                list(topic.path("examples")).stream().map(JsonNode::stringValue).toList(),
                handlings(topic));
    }

    private static ContentFilter filter(JsonNode filter) {
        return new ContentFilter(
                ContentFilter.Category.valueOf(filter.path("type").stringValue()),
                Strength.valueOf(filter.path("inputStrength").stringValue()),
                Strength.valueOf(filter.path("outputStrength").stringValue()),
                handlings(filter));
    }

    /** The only managed list there is. */
    private static @Nullable Handlings profanity(JsonNode lists) {
        return lists.isEmpty() ? null : handlings(lists.path(0));
    }

    private static GroundingFilter grounding(JsonNode filter) {
        return new GroundingFilter(
                GroundingFilter.Type.valueOf(filter.path("type").stringValue()),
                filter.path("threshold").doubleValue(),
                filter.path("enabled").asBoolean(true)
                        ? handling(filter.path("action").asString("BLOCK"))
                        : Handling.DISABLED);
    }

    private static Handlings handlings(JsonNode entry) {
        return new Handlings(
                direction(entry, "inputEnabled", entry.path("inputAction").asString("BLOCK")),
                direction(entry, "outputEnabled", entry.path("outputAction").asString("BLOCK")));
    }

    /** An entry that says only to mask does so in answers: input is masked only where that is said of input. */
    private static Handlings sensitiveHandlings(JsonNode entry) {
        String action = entry.path("action").stringValue();
        JsonNode inputAction = entry.path("inputAction");
        Handling input = inputAction.isMissingNode() && action.equals("ANONYMIZE")
                ? Handling.DISABLED
                : direction(entry, "inputEnabled", inputAction.asString(action));
        return new Handlings(input, direction(entry, "outputEnabled", entry.path("outputAction").asString(action)));
    }

    private static Handling direction(JsonNode entry, String enabled, String action) {
        return entry.path(enabled).asBoolean(true) ? handling(action) : Handling.DISABLED;
    }

    /** @param action validated by the API model */
    private static Handling handling(String action) {
        return switch (action) {
            case "BLOCK" -> Handling.BLOCK;
            case "ANONYMIZE" -> Handling.ANONYMIZE;
            case "NONE" -> Handling.DETECT;
            default -> throw new IllegalArgumentException("unknown action " + action);
        };
    }
}
