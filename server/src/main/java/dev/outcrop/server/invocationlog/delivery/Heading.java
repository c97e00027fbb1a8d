package dev.outcrop.server.invocationlog.delivery;

import dev.outcrop.server.invocationlog.LogSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What all records of a segment share.
 *
 * @param settings a {@code LoggingConfig} as JSON: the one that was in force
 */
public record Heading(String account, String region, String settings) {

    /** As written to a segment. */
    public String text() {
        ObjectNode node = JsonMapper.shared().createObjectNode();
        return node.put("account", account).put("region", region).put("settings", settings).toString();
    }

    static Heading read(String text) {
        JsonNode node = JsonMapper.shared().readTree(text);
        return new Heading(
                node.path("account").stringValue(), node.path("region").stringValue(),
                node.path("settings").stringValue());
    }

    LogSettings logSettings() {
        return LogSettings.read(settings);
    }
}
