package dev.outcrop.families.anthropic;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import dev.outcrop.families.Conversation;
import dev.outcrop.inference.Message;
import dev.outcrop.inference.Message.Role;
import dev.outcrop.inference.Part;
import dev.outcrop.inference.ToolCall;
import dev.outcrop.inference.Tools;
import dev.outcrop.wire.error.ValidationException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the conversation of one Messages body, with the model server's own checks and words. Not thread-safe. */
final class Messages {
    private static final String ASSISTANT_WITHOUT_THOUGHTS = ". When `thinking` is enabled, a final `assistant` message"
            + " must start with a thinking block (preceeding the lastmost set of `tool_use` and `tool_result` blocks). We"
            + " recommend you include thinking blocks from previous turns. To avoid this requirement, disable"
            + " `thinking`. Please consult our documentation at " + Thinking.DOCUMENTATION;

    private final String modelId;
    private final Conversation conversation = new Conversation();
    private final ContentBlocks blocks = new ContentBlocks();
    private final ToolTurns toolTurns = new ToolTurns();
    private boolean hasTools;
    private @Nullable Role before;

    private Messages(String modelId) {
        this.modelId = modelId;
    }

    static List<Message> read(String modelId, JsonNode body, Tools tools, boolean thinking) {
        Messages messages = new Messages(modelId);
        String system = system(body.path("system"));
        if (!system.isBlank()) {
            messages.conversation.add(Role.SYSTEM, system);
        }
        JsonNode turns = body.path("messages");
        if (turns.isEmpty()) {
            throw new ValidationException("messages: at least one message is required");
        }
        if (thinking) {
            checkThoughts(turns);
        }
        for (int i = 0; i < turns.size(); i++) {
            messages.add(turns.get(i), i, i == turns.size() - 1);
        }
        messages.toolTurns.end();
        if (messages.hasTools && tools.isEmpty()) {
            throw new ValidationException(
                    "Requests which include `tool_use` or `tool_result` blocks must define tools");
        }
        return messages.conversation.messages();
    }

    private static String system(JsonNode system) {
        if (system.isString()) {
            return system.stringValue();
        }
        return StreamSupport.stream(system.spliterator(), false)
                .map(block -> block.path("text").asString(""))
                .collect(Collectors.joining("\n"));
    }

    /** The last assistant's message, be it a prefill or one whose calls have just been answered, begins with thoughts. */
    private static void checkThoughts(JsonNode turns) {
        int last = turns.size() - 1;
        if (isUser(turns.get(last)) && last > 0 && hasResult(turns.get(last))) {
            last--;
        }
        JsonNode turn = turns.get(last);
        if (isUser(turn)) {
            return;
        }
        JsonNode first = turn.path("content").path(0);
        String found = turn.path("content").isString() ? "text" : first.path("type").asString("text");
        if (!found.equals("thinking") && !found.equals("redacted_thinking")) {
            throw new ValidationException("messages." + last + ".content.0.type: Expected `thinking` or"
                    + " `redacted_thinking`, but found `" + found + "`" + ASSISTANT_WITHOUT_THOUGHTS);
        }
    }

    private static boolean isUser(JsonNode turn) {
        return turn.path("role").asString().equals("user");
    }

    private static boolean hasResult(JsonNode turn) {
        return StreamSupport.stream(turn.path("content").spliterator(), false)
                .anyMatch(block -> block.path("type").asString("").equals("tool_result"));
    }

    private void add(JsonNode turn, int index, boolean last) {
        Role role = isUser(turn) ? Role.USER : Role.ASSISTANT;
        if (index == 0 && role != Role.USER) {
            throw new ValidationException("messages: first message must use the \"user\" role");
        }
        if (role == Role.USER) {
            toolTurns.user();
        } else {
            toolTurns.assistant(index);
        }
        boolean prefill = last && role == Role.ASSISTANT;
        List<Part> parts = parts(turn.path("content"), index, prefill);
        if (prefill && !parts.isEmpty() && parts.getLast() instanceof Part.Text(String text)
                && !text.equals(text.stripTrailing())) {
            throw new ValidationException("messages: final assistant content cannot end with trailing whitespace");
        }
        if (role == before && ClaudeModel.demandsAlternation(modelId)) {
            String name = role == Role.USER ? "user" : "assistant";
            throw new ValidationException("messages: roles must alternate between \"user\" and \"assistant\", but found"
                    + " multiple \"" + name + "\" roles in a row");
        }
        // Results answer the message before, so they come first whatever else the user says beside them.
        parts.stream().filter(Part.ToolResult.class::isInstance).forEach(part -> conversation.add(Role.TOOL, part));
        parts.stream().filter(part -> !(part instanceof Part.ToolResult)).forEach(part -> conversation.add(role, part));
        before = role;
    }

    private List<Part> parts(JsonNode content, int index, boolean mayBeEmpty) {
        if (content.isEmpty() && content.asString("").isEmpty()) {
            if (!mayBeEmpty) {
                throw new ValidationException("messages." + index
                        + ": all messages must have non-empty content except for the optional final assistant message");
            }
            return List.of();
        }
        if (content.isString()) {
            if (content.stringValue().isBlank()) {
                throw new ValidationException("messages: text content blocks must contain non-whitespace text");
            }
            return List.of(new Part.Text(content.stringValue()));
        }
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < content.size(); i++) {
            String where = "messages." + index + ".content." + i;
            for (Part part : blocks.read(content.get(i), where)) {
                parts.add(checked(part, where));
            }
        }
        return parts;
    }

    private Part checked(Part part, String where) {
        if (part instanceof ToolCall(String id, String _, String _)) {
            hasTools = true;
            toolTurns.call(id, where);
        } else if (part instanceof Part.ToolResult(String id, String _, String _, boolean _)) {
            hasTools = true;
            toolTurns.result(id, where);
        }
        return part;
    }
}
