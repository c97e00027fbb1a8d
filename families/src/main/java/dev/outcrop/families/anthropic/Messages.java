package dev.outcrop.families.anthropic;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import dev.outcrop.families.Conversation;
import dev.outcrop.families.Unsupported;
import dev.outcrop.inference.Message;
import dev.outcrop.wire.error.ValidationException;
import tools.jackson.databind.JsonNode;

/** Reads the conversation of a Messages body, with the model server's own checks and words. */
final class Messages {

    private Messages() {}

    static List<Message> read(String modelId, JsonNode body) {
        Conversation messages = new Conversation();
        String system = system(body.path("system"));
        if (!system.isBlank()) {
            messages.add(Message.Role.SYSTEM, system);
        }
        JsonNode turns = body.path("messages");
        if (turns.isEmpty()) {
            throw new ValidationException("messages: at least one message is required");
        }
        for (int i = 0; i < turns.size(); i++) {
            add(messages, modelId, turns.get(i), i, i == turns.size() - 1);
        }
        return messages.messages();
    }

    private static String system(JsonNode system) {
        if (system.isString()) {
            return system.stringValue();
        }
        return StreamSupport.stream(system.spliterator(), false)
                .map(block -> block.path("text").asString(""))
                .collect(Collectors.joining("\n"));
    }

    private static void add(Conversation messages, String modelId, JsonNode turn, int index, boolean last) {
        Message.Role role = turn.path("role").asString().equals("user") ? Message.Role.USER : Message.Role.ASSISTANT;
        if (index == 0 && role != Message.Role.USER) {
            throw new ValidationException("messages: first message must use the \"user\" role");
        }
        String text = text(turn.path("content"), index, last && role == Message.Role.ASSISTANT);
        if (last && role == Message.Role.ASSISTANT && !text.isEmpty() && !text.equals(text.stripTrailing())) {
            throw new ValidationException("messages: final assistant content cannot end with trailing whitespace");
        }
        if (messages.isTurnOf(role) && ClaudeModel.demandsAlternation(modelId)) {
            String name = role == Message.Role.USER ? "user" : "assistant";
            throw new ValidationException("messages: roles must alternate between \"user\" and \"assistant\", but found"
                    + " multiple \"" + name + "\" roles in a row");
        }
        if (!text.isEmpty()) {
            messages.add(role, text);
        }
    }

    private static String text(JsonNode content, int index, boolean mayBeEmpty) {
        if (content.isString()) {
            String text = content.stringValue();
            if (text.isEmpty() && !mayBeEmpty) {
                throw emptyMessage(index);
            }
            return text;
        }
        if (content.isEmpty() && !mayBeEmpty) {
            throw emptyMessage(index);
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode block : content) {
            texts.add(block(block));
        }
        return String.join("\n", texts);
    }

    private static String block(JsonNode block) {
        String type = block.path("type").asString();
        return switch (type) {
            case "text" -> {
                String text = block.path("text").asString("");
                if (text.isEmpty()) {
                    throw new ValidationException("messages: text content blocks must be non-empty");
                }
                if (text.isBlank()) {
                    throw new ValidationException("messages: text content blocks must contain non-whitespace text");
                }
                yield text;
            }
            case "image" -> {
                Unsupported.images(true);
                yield "";
            }
            case "tool_use", "tool_result" -> {
                Unsupported.tools(true);
                yield "";
            }
            default -> throw Unsupported.content(type);
        };
    }

    private static ValidationException emptyMessage(int index) {
        return new ValidationException("messages." + index
                + ": all messages must have non-empty content except for the optional final assistant message");
    }
}
