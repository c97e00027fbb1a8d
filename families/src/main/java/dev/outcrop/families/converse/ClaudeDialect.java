package dev.outcrop.families.converse;

import java.util.Base64;
import java.util.List;

import dev.outcrop.families.converse.ConverseRequest.ToolChoice;
import dev.outcrop.families.converse.ConverseRequest.ToolConfig;
import dev.outcrop.families.converse.ConverseRequest.Turn;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Anthropic's Messages format, which Claude 2 and Instant take through Converse too. */
final class ClaudeDialect implements ConverseDialect {

    @Override
    public ObjectNode body(ConverseRequest request, ConverseModel model) {
        ObjectNode body = ApiDocument.NODES.objectNode();
        body.put("anthropic_version", "bedrock-2023-05-31");
        body.put("max_tokens", Words.maxTokens(request, model));
        if (!Words.system(request).isEmpty()) {
            blocks(body.putArray("system"), request.system());
        }
        ArrayNode messages = body.putArray("messages");
        for (Turn turn : request.messages()) {
            ObjectNode message = messages.addObject();
            message.put("role", turn.role() == ConverseRequest.Role.USER ? "user" : "assistant");
            blocks(message.putArray("content"), turn.content());
        }
        Words.put(body, "temperature", request.inference().temperature());
        Words.put(body, "top_p", request.inference().topP());
        Words.put(body, "stop_sequences", request.inference().stopSequences());
        if (request.tools() != null) {
            tools(body, request.tools());
        }
        return body;
    }

    private static void blocks(ArrayNode target, List<Block> blocks) {
        for (Block block : blocks) {
            switch (block) {
                case Block.Text(String text, List<String> _) -> text(target, text);
                case Block.Json(var value) -> text(target, value.toString());
                case Block.Image image -> {
                    ObjectNode source = target.addObject().put("type", "image").putObject("source");
                    source.put("type", "base64");
                    source.put("media_type", Words.mediaType(image));
                    source.put("data", Base64.getEncoder().encodeToString(image.bytes()));
                }
                case Block.ToolUse(String id, String name, var input) ->
                    target.addObject().put("type", "tool_use").put("id", id).put("name", name).set("input", input);
                case Block.ToolResult(String id, List<Block> content, boolean failed) -> {
                    ObjectNode result = target.addObject().put("type", "tool_result").put("tool_use_id", id);
                    blocks(result.putArray("content"), content);
                    if (failed) {
                        result.put("is_error", true);
                    }
                }
                case Block.Reasoning(String text, String signature) -> {
                    ObjectNode thinking = target.addObject().put("type", "thinking").put("thinking", text);
                    thinking.put("signature", signature == null ? "" : signature);
                }
                case Block.RedactedReasoning(String content) ->
                    target.addObject().put("type", "redacted_thinking").put("data", content);
                case Block.CachePoint _,Block.Document _,Block.Unreadable _ -> {}
            }
        }
    }

    private static void text(ArrayNode target, String text) {
        target.addObject().put("type", "text").put("text", text);
    }

    private static void tools(ObjectNode body, ToolConfig config) {
        ArrayNode tools = body.putArray("tools");
        config.tools().forEach(tool -> {
            ObjectNode node = tools.addObject().put("name", tool.name());
            if (tool.description() != null) {
                node.put("description", tool.description());
            }
            node.set("input_schema", tool.schema());
        });
        switch (config.choice()) {
            case ToolChoice.Unsaid _ -> {}
            case ToolChoice.Auto _ -> body.putObject("tool_choice").put("type", "auto");
            case ToolChoice.Any _ -> body.putObject("tool_choice").put("type", "any");
            case ToolChoice.Named(String name) ->
                body.putObject("tool_choice").put("type", "tool").put("name", name);
        }
    }
}
