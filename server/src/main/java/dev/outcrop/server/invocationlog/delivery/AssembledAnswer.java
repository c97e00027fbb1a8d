package dev.outcrop.server.invocationlog.delivery;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.outcrop.server.invocationlog.LoggedCall.Part;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The response of Converse that the events of a ConverseStream amount to; of a stream that broke off, as far as it came. */
final class AssembledAnswer {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** One block of content while its deltas come. */
    private static final class Block {
        @Nullable
        ObjectNode toolUse;
        final StringBuilder text = new StringBuilder();
        final StringBuilder input = new StringBuilder();
        final StringBuilder reasoning = new StringBuilder();
        @Nullable
        String signature;
    }

    private final ObjectNode answer = JSON.createObjectNode();
    private final Map<Integer, Block> blocks = new TreeMap<>();
    private String role = "assistant";

    private AssembledAnswer() {}

    static byte[] of(List<Part> events) {
        AssembledAnswer assembled = new AssembledAnswer();
        for (Part event : events) {
            assembled.take(event.type(), JSON.readTree(event.json()));
        }
        return JSON.writeValueAsBytes(assembled.whole());
    }

    private void take(String type, JsonNode event) {
        switch (type) {
            case "messageStart" -> role = event.path("role").asString(role);
            case "contentBlockStart" -> {
                if (event.path("start").path("toolUse") instanceof ObjectNode toolUse) {
                    block(event).toolUse = toolUse;
                }
            }
            case "contentBlockDelta" -> delta(block(event), event.path("delta"));
            // The members of an event of its kind are members of the answer; others say how it was cut.
            case "messageStop", "metadata" -> event.properties()
                    .stream()
                    .filter(member -> !member.getKey().equals("p"))
                    .forEach(member -> answer.set(member.getKey(), member.getValue()));
            default -> {}
        }
    }

    private Block block(JsonNode event) {
        return blocks.computeIfAbsent(event.path("contentBlockIndex").asInt(0), index -> new Block());
    }

    private static void delta(Block block, JsonNode delta) {
        block.text.append(delta.path("text").asString(""));
        block.input.append(delta.path("toolUse").path("input").asString(""));
        JsonNode reasoning = delta.path("reasoningContent");
        block.reasoning.append(reasoning.path("text").asString(""));
        if (reasoning.has("signature")) {
            block.signature = reasoning.path("signature").asString("");
        }
    }

    private ObjectNode whole() {
        ObjectNode whole = JSON.createObjectNode();
        ObjectNode message = whole.putObject("output").putObject("message");
        ArrayNode content = message.put("role", role).putArray("content");
        blocks.values().forEach(block -> write(block, content.addObject()));
        whole.setAll(answer);
        return whole;
    }

    private static void write(Block block, ObjectNode content) {
        ObjectNode toolUse = block.toolUse;
        if (toolUse != null) {
            toolUse.set("input", input(block.input.toString()));
            content.set("toolUse", toolUse);
        } else if (!block.reasoning.isEmpty() || block.signature != null) {
            ObjectNode text = content.putObject("reasoningContent").putObject("reasoningText");
            text.put("text", block.reasoning.toString());
            if (block.signature != null) {
                text.put("signature", block.signature);
            }
        } else {
            content.put("text", block.text.toString());
        }
    }

    /** Arguments that a model has not finished stay the text that they are. */
    private static JsonNode input(String json) {
        try {
            return JSON.readTree(json);
        } catch (JacksonException e) {
            return JSON.getNodeFactory().stringNode(json);
        }
    }
}
