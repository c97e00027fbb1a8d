package dev.outcrop.families.converse;

import java.util.Base64;
import java.util.List;

import dev.outcrop.families.converse.ConverseRequest.Role;
import dev.outcrop.families.converse.ConverseRequest.ToolChoice;
import dev.outcrop.families.converse.ConverseRequest.ToolConfig;
import dev.outcrop.families.converse.ConverseRequest.Turn;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * OpenAI's chat format, of which Mistral, Jamba, Writer, gpt-oss and the open-weight models have variants.
 *
 * @param maxTokens name of the member that limits the answer
 * @param any what {@code tool_choice} says when some tool must be used
 */
record ChatDialect(String maxTokens, String any) implements ConverseDialect {

    @Override
    public ObjectNode body(ConverseRequest request, ConverseModel model) {
        ObjectNode body = ApiDocument.NODES.objectNode();
        ArrayNode messages = body.putArray("messages");
        String system = Words.system(request);
        if (!system.isEmpty()) {
            messages.addObject().put("role", "system").put("content", system);
        }
        request.messages().forEach(turn -> turn(messages, turn));
        body.put(maxTokens, Words.maxTokens(request, model));
        Words.put(body, "temperature", request.inference().temperature());
        Words.put(body, "top_p", request.inference().topP());
        Words.put(body, "stop", request.inference().stopSequences());
        if (request.tools() != null) {
            tools(body, request.tools());
        }
        return body;
    }

    /** Results of tools are messages of their own, before what the user says beside them. */
    private static void turn(ArrayNode messages, Turn turn) {
        if (turn.role() == Role.ASSISTANT) {
            assistant(messages.addObject(), turn.content());
            return;
        }
        for (Block block : turn.content()) {
            if (block instanceof Block.ToolResult result) {
                messages.addObject()
                        .put("role", "tool")
                        .put("tool_call_id", result.id())
                        .put("content", Words.of(result.content()));
            }
        }
        String words = Words.of(turn.content());
        List<Block.Image> images = turn.content()
                .stream()
                .filter(Block.Image.class::isInstance)
                .map(Block.Image.class::cast)
                .toList();
        if (images.isEmpty()) {
            if (!words.isEmpty()) {
                messages.addObject().put("role", "user").put("content", words);
            }
            return;
        }
        ArrayNode parts = messages.addObject().put("role", "user").putArray("content");
        for (Block block : turn.content()) {
            switch (block) {
                case Block.Text(String text, List<String> _) -> parts.addObject().put("type", "text").put("text", text);
                case Block.Image image ->
                    parts.addObject()
                            .put("type", "image_url")
                            .putObject("image_url")
                            .put("url", "data:" + Words.mediaType(image) + ";base64,"
                                    + Base64.getEncoder().encodeToString(image.bytes()));
                case Block.ToolResult _,Block.ToolUse _,Block.Json _,Block.Reasoning _,Block.RedactedReasoning _,Block.CachePoint _,Block.Document _,Block.Unreadable _ ->
                    {}
            }
        }
    }

    private static void assistant(ObjectNode message, List<Block> content) {
        message.put("role", "assistant");
        message.put("content", Words.of(content));
        List<Block.ToolUse> uses = content.stream()
                .filter(Block.ToolUse.class::isInstance)
                .map(Block.ToolUse.class::cast)
                .toList();
        if (!uses.isEmpty()) {
            ArrayNode calls = message.putArray("tool_calls");
            uses.forEach(use -> calls.addObject()
                    .put("id", use.id())
                    .put("type", "function")
                    .putObject("function")
                    .put("name", use.name())
                    .put("arguments", use.input().toString()));
        }
    }

    private void tools(ObjectNode body, ToolConfig config) {
        ArrayNode tools = body.putArray("tools");
        config.tools().forEach(tool -> {
            ObjectNode function = tools.addObject().put("type", "function").putObject("function");
            function.put("name", tool.name());
            if (tool.description() != null) {
                function.put("description", tool.description());
            }
            function.set("parameters", tool.schema());
        });
        switch (config.choice()) {
            case ToolChoice.Unsaid _ -> {}
            case ToolChoice.Auto _ -> body.put("tool_choice", "auto");
            case ToolChoice.Any _ -> body.put("tool_choice", any);
            case ToolChoice.Named(String name) ->
                body.putObject("tool_choice").put("type", "function").putObject("function").put("name", name);
        }
    }
}
