package dev.outcrop.server.testing;

import java.util.UUID;

/** Bodies of CreateGuardrail and UpdateGuardrail. */
public final class GuardrailBodies {

    /** The guardrail G of the conformance cases. */
    public static final String G = """
            "description": "conformance", "blockedInputMessaging": "<in> \\"é 😀\\"", "blockedOutputsMessaging": "out",
            "contentPolicyConfig": {"filtersConfig": [
              {"type": "INSULTS", "inputStrength": "HIGH", "outputStrength": "HIGH"},
              {"type": "PROMPT_ATTACK", "inputStrength": "HIGH", "outputStrength": "NONE"}]},
            "topicPolicyConfig": {"topicsConfig": [
              {"name": "Loan underwriting", "definition": "Whether a person should get a loan.", "type": "DENY"}]},
            "wordPolicyConfig": {"wordsConfig": [{"text": "Project Lantern"}],
              "managedWordListsConfig": [{"type": "PROFANITY"}]},
            "sensitiveInformationPolicyConfig": {
              "piiEntitiesConfig": [
                {"type": "EMAIL", "action": "ANONYMIZE", "inputAction": "ANONYMIZE", "outputAction": "ANONYMIZE",
                 "inputEnabled": true, "outputEnabled": true},
                {"type": "US_SOCIAL_SECURITY_NUMBER", "action": "BLOCK"}],
              "regexesConfig": [
                {"name": "CaseNumber", "pattern": "CN-[0-9]{5}", "action": "ANONYMIZE", "inputAction": "ANONYMIZE",
                 "outputAction": "ANONYMIZE", "inputEnabled": true, "outputEnabled": true}]}""";

    private GuardrailBodies() {}

    /** A name that no other guardrail has. */
    public static String anyName() {
        return "g-" + UUID.randomUUID();
    }

    /** A body of these members, as JSON without braces. */
    public static String named(String name, String members) {
        return "{\"name\": \"" + name + "\", " + members + "}";
    }

    /** A body with the required messages and these members. */
    public static String with(String members) {
        return named(anyName(), "\"blockedInputMessaging\": \"in\", \"blockedOutputsMessaging\": \"out\", " + members);
    }

    /** A word policy. */
    public static String words(String... words) {
        return "\"wordPolicyConfig\": {\"wordsConfig\": [{\"text\": \"" + String.join("\"}, {\"text\": \"", words)
                + "\"}]}";
    }

    /** A content policy of filters, as JSON objects. */
    public static String filters(String... filters) {
        return "\"contentPolicyConfig\": {\"filtersConfig\": [" + String.join(",", filters) + "]}";
    }

    /** A content filter. */
    public static String filter(String type, String inputStrength, String outputStrength) {
        return "{\"type\": \"" + type + "\", \"inputStrength\": \"" + inputStrength + "\", \"outputStrength\": \""
                + outputStrength + "\"}";
    }

    /** A topic. */
    public static String topic(String name, String definition) {
        return "{\"name\": \"" + name + "\", \"definition\": \"" + definition + "\", \"type\": \"DENY\"}";
    }

    /** A topic policy of topics, as JSON objects, with a tier unless it is empty. */
    public static String topics(String tier, String... topics) {
        return "\"topicPolicyConfig\": {\"topicsConfig\": [" + String.join(",", topics) + "]"
                + (tier.isEmpty() ? "" : ", \"tierConfig\": {\"tierName\": \"" + tier + "\"}") + "}";
    }

    /** A sensitive information policy of regular expressions: name, pattern, ... */
    public static String regexes(String... namesAndPatterns) {
        StringBuilder json = new StringBuilder("\"sensitiveInformationPolicyConfig\": {\"regexesConfig\": [");
        for (int i = 0; i < namesAndPatterns.length; i += 2) {
            json.append(i == 0 ? "" : ",").append("{\"name\": \"").append(namesAndPatterns[i])
                    .append("\", \"pattern\": \"").append(namesAndPatterns[i + 1].replace("\\", "\\\\"))
                    .append("\", \"action\": \"BLOCK\"}");
        }
        return json.append("]}").toString();
    }

    /** A contextual grounding policy. */
    public static String grounding(String threshold) {
        return "\"contextualGroundingPolicyConfig\": {\"filtersConfig\": [{\"type\": \"GROUNDING\", \"threshold\": "
                + threshold + "}]}";
    }
}
