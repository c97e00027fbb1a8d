package dev.outcrop.families.converse;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.outcrop.families.converse.ConverseRequest.Role;
import dev.outcrop.families.converse.ConverseRequest.ToolChoice;
import dev.outcrop.families.converse.ConverseRequest.ToolConfig;
import dev.outcrop.families.converse.ConverseRequest.Turn;
import dev.outcrop.inference.Message;
import dev.outcrop.inference.Part;
import dev.outcrop.inference.Prompt;
import dev.outcrop.inference.Tool;
import dev.outcrop.inference.ToolCall;
import dev.outcrop.inference.Tools;
import org.jspecify.annotations.Nullable;

/** A conversation without the detour of a native body: for what a family's body has no place for. */
final class NeutralChat {

    private NeutralChat() {}

    /** The whole conversation, with images and tools. */
    static Prompt.Chat of(ConverseRequest request) {
        return new Prompt.Chat(messages(request), tools(request.tools()));
    }

    /** Its messages, the system's first. */
    static List<Message> messages(ConverseRequest request) {
        List<Message> messages = new ArrayList<>();
        String system = Words.system(request);
        if (!system.isEmpty()) {
            messages.add(new Message(Message.Role.SYSTEM, system));
        }
        Map<String, String> toolNames = new HashMap<>();
        for (Turn turn : request.messages()) {
            add(messages, turn, toolNames);
        }
        return messages;
    }

    private static void add(List<Message> messages, Turn turn, Map<String, String> toolNames) {
        List<Part> results = new ArrayList<>();
        List<Part> parts = new ArrayList<>();
        for (Block block : turn.content()) {
            switch (block) {
                case Block.Text(String text, List<String> _) -> parts.add(new Part.Text(text));
                case Block.Json(var value) -> parts.add(new Part.Text(value.toString()));
                case Block.Image image -> parts.add(new Part.Image(Words.mediaType(image), image.bytes()));
                case Block.ToolUse(String id, String name, var input) -> {
                    toolNames.put(id, name);
                    parts.add(new ToolCall(id, name, input.toString()));
                }
                case Block.ToolResult(String id, List<Block> content, boolean failed) ->
                    results.add(new Part.ToolResult(
                            id, toolNames.getOrDefault(id, ""), Words.of(content), failed));
                case Block.Reasoning(String text, String _) -> parts.add(new Part.Reasoning(text));
                case Block.RedactedReasoning _,Block.CachePoint _,Block.Document _,Block.Unreadable _ -> {}
            }
        }
        if (!results.isEmpty()) {
            messages.add(new Message(Message.Role.TOOL, results));
        }
        if (!parts.isEmpty()) {
            messages.add(new Message(
                    turn.role() == Role.USER ? Message.Role.USER : Message.Role.ASSISTANT, parts));
        }
    }

    private static Tools tools(@Nullable ToolConfig config) {
        if (config == null) {
            return Tools.NONE;
        }
        return new Tools(
                config.tools()
                        .stream()
                        .map(tool -> new Tool(
                                tool.name(),
                                tool.description() == null ? "" : tool.description(),
                                tool.schema().toString()))
                        .toList(),
                choice(config));
    }

    /**
     * How free the model is.
     *
     * @throws ValidationException when the tool that it must use is not offered
     */
    static Tools.Choice choice(ToolConfig config) {
        return switch (config.choice()) {
            case ToolChoice.Unsaid _,ToolChoice.Auto _ -> new Tools.Choice.Auto();
            case ToolChoice.Any _ -> new Tools.Choice.Any();
            case ToolChoice.Named(String name) -> {
                if (config.tools().stream().noneMatch(tool -> tool.name().equals(name))) {
                    throw ConverseInvocation.refusal(
                            "The tool " + name + " in toolChoice is not among the tools of toolConfig.");
                }
                yield new Tools.Choice.Named(name);
            }
        };
    }
}
