package dev.outcrop.server.control;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import dev.outcrop.guardrails.config.UserPatterns;
import dev.outcrop.wire.error.ValidationException;

/**
 * What a guardrail must keep to beyond the shape of the request, in the words of the service (recorded rejections of
 * CreateGuardrail, September 2026), and what of it Outcrop does not have.
 */
final class GuardrailRules {
    private static final int LONGEST_WORD = 100;
    private static final int LONGEST_REGEX = 500;
    private static final int LONGEST_DEFINITION_CLASSIC = 200;
    private static final int LONGEST_DEFINITION_STANDARD = 1_000;

    private final Map<String, Object> policies;

    private GuardrailRules(Map<String, Object> policies) {
        this.policies = policies;
    }

    /**
     * @param policies under the names by which they are read back, validated by the API model; an empty one is left out
     * @throws ValidationException naming the first rule that is broken
     */
    static void check(Map<String, Object> policies, boolean crossRegion) {
        GuardrailRules rules = new GuardrailRules(policies);
        require(!policies.isEmpty(), "Guardrail must have at least one policy");
        rules.contentFilters();
        rules.topics();
        rules.words();
        rules.sensitiveInformation();
        rules.grounding();
        require(
                crossRegion || !(rules.isStandard("contentPolicy") || rules.isStandard("topicPolicy")),
                "Enable cross-Region inference for your guardrail to use Standard tier");
    }

    private void contentFilters() {
        List<Map<String, Object>> filters = entries("contentPolicy", "filters");
        for (Map<String, Object> filter : filters) {
            require(
                    !list(filter, "inputModalities").contains("IMAGE")
                            && !list(filter, "outputModalities").contains("IMAGE"),
                    "Image content is not supported by Outcrop: use the modality TEXT.");
            require(
                    !"PROMPT_ATTACK".equals(filter.get("type")) || "NONE".equals(filter.get("outputStrength")),
                    "PROMPT ATTACK content filter strength for response must be NONE");
        }
        require(areUnique(filters, text("type")), "Content policy must not include duplicate filters");
    }

    private void topics() {
        List<Map<String, Object>> topics = entries("topicPolicy", "topics");
        require(areUnique(topics, text("name")), "Topic policy topic names are not unique");
        int longest = isStandard("topicPolicy") ? LONGEST_DEFINITION_STANDARD : LONGEST_DEFINITION_CLASSIC;
        require(
                topics.stream().map(text("definition")).allMatch(text -> isWithin(longest, text)),
                "One or more of your guardrail topic definitions exceeds the maximum allowed length");
    }

    private void words() {
        List<Map<String, Object>> words = entries("wordPolicy", "words");
        require(
                words.stream().map(text("text")).allMatch(text -> isWithin(LONGEST_WORD, text)),
                "The custom word length in this Word policy exceeds quota limit");
        require(
                areUnique(words, text("text").andThen(text -> text.toLowerCase(Locale.ROOT))),
                "Custom words cannot have case-insensitive duplicates");
        require(
                areUnique(entries("wordPolicy", "managedWordLists"), text("type")),
                "Managed words cannot have duplicates");
    }

    private void sensitiveInformation() {
        require(
                areUnique(entries("sensitiveInformationPolicy", "piiEntities"), text("type")),
                "The PII entity configs cannot have duplicates");
        List<Map<String, Object>> regexes = entries("sensitiveInformationPolicy", "regexes");
        require(areUnique(regexes, text("name")), "All regex names must be unique");
        require(areUnique(regexes, text("pattern")), "All regex patterns must be unique");
        require(
                regexes.stream().map(text("pattern")).allMatch(text -> isWithin(LONGEST_REGEX, text)),
                "Regex length in sensitive information policy exceeds quota limit");
        for (Map<String, Object> regex : regexes) {
            try {
                UserPatterns.compile(text("pattern").apply(regex));
            } catch (IllegalArgumentException e) {
                throw new ValidationException("The regex " + regex.get("name")
                        + " is invalid or not supported (look-around and back-references are not): "
                        + e.getMessage());
            }
        }
    }

    private void grounding() {
        List<Map<String, Object>> filters = entries("contextualGroundingPolicy", "filters");
        require(
                areUnique(filters, text("type")),
                "Contextual grounding policy must not include duplicate filters");
        require(
                filters.stream().allMatch(filter -> ((Number) filter.getOrDefault("threshold", 0)).doubleValue() < 1),
                "grounding threshold cannot be greater than or equal to 1");
    }

    private boolean isStandard(String policy) {
        return policies.get(policy) instanceof Map<?, ?> members
                && members.get("tier") instanceof Map<?, ?> tier
                && "STANDARD".equals(tier.get("tierName"));
    }

    @SuppressWarnings("unchecked") // the binder builds entries as maps by member name
    private List<Map<String, Object>> entries(String policy, String member) {
        return policies.get(policy) instanceof Map<?, ?> members && members.get(member) instanceof List<?> list
                ? (List<Map<String, Object>>) list
                : List.of();
    }

    private static List<?> list(Map<String, Object> entry, String member) {
        return entry.get(member) instanceof List<?> list ? list : List.of();
    }

    private static Function<Map<String, Object>, String> text(String member) {
        return entry -> String.valueOf(entry.get(member));
    }

    private static boolean areUnique(
            List<Map<String, Object>> entries, Function<Map<String, Object>, String> key) {
        Set<String> seen = new HashSet<>();
        return entries.stream().map(key).allMatch(seen::add);
    }

    /** Lengths are of code points, as everywhere in the API. */
    private static boolean isWithin(int most, String text) {
        return text.codePointCount(0, text.length()) <= most;
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new ValidationException(message);
        }
    }
}
