package dev.outcrop.engines.gguf.template;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;

import dev.outcrop.inference.Message;
import dev.outcrop.inference.Part;
import dev.outcrop.inference.Tool;
import dev.outcrop.inference.ToolCall;
import dev.outcrop.inference.Tools;
import org.jspecify.annotations.Nullable;

/**
 * Conversations and tools in the shape that chat templates expect, which is that of OpenAI's API with arguments as
 * objects. Not thread-safe; one per rendering.
 */
final class JinjaMessages {
    /** Mistral's templates take ids of nine letters or digits and no others. */
    private static final int ID_LENGTH = 9;

    private final UnaryOperator<String> marked;
    private final Map<String, String> toolNames = new HashMap<>();

    /** @param marked makes a text safe that a person or a model has written */
    JinjaMessages(UnaryOperator<String> marked) {
        this.marked = marked;
    }

    List<Map<String, @Nullable Object>> shown(List<Message> messages) {
        List<Map<String, @Nullable Object>> shown = new ArrayList<>();
        for (Message message : messages) {
            if (message.role() == Message.Role.TOOL) {
                message.parts().forEach(part -> {
                    if (part instanceof Part.ToolResult result) {
                        shown.add(result(result));
                    }
                });
            } else {
                shown.add(turn(message));
            }
        }
        return shown;
    }

    List<Object> shown(Tools tools) {
        List<Object> shown = new ArrayList<>();
        for (Tool tool : tools.offered()) {
            Map<String, @Nullable Object> function = new LinkedHashMap<>();
            function.put("name", marked.apply(tool.name()));
            function.put("description", marked.apply(tool.description()));
            function.put("parameters", markedValue(JsonTexts.read(tool.inputSchema())));
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("type", "function");
            entry.put("function", function);
            shown.add(entry);
        }
        return shown;
    }

    private Map<String, @Nullable Object> turn(Message message) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("role", BuiltInFormat.name(message.role()));
        fields.put("content", marked.apply(message.text()));
        List<Object> calls = new ArrayList<>();
        StringBuilder thoughts = new StringBuilder();
        for (Part part : message.parts()) {
            switch (part) {
                case ToolCall call -> calls.add(call(call));
                case Part.Reasoning(String text) -> thoughts.append(text);
                case Part.Text _,Part.Image _,Part.ToolResult _ -> {}
            }
        }
        if (!calls.isEmpty()) {
            fields.put("tool_calls", calls);
        }
        if (!thoughts.isEmpty()) {
            fields.put("reasoning_content", marked.apply(thoughts.toString()));
        }
        return fields;
    }

    private Map<String, Object> call(ToolCall call) {
        toolNames.put(call.id(), call.name());
        Map<String, @Nullable Object> function = new LinkedHashMap<>();
        function.put("name", marked.apply(call.name()));
        function.put("arguments", markedValue(JsonTexts.read(call.input())));
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", shortId(call.id()));
        fields.put("type", "function");
        fields.put("function", function);
        return fields;
    }

    private Map<String, @Nullable Object> result(Part.ToolResult result) {
        String name = result.name().isEmpty() ? toolNames.getOrDefault(result.callId(), "") : result.name();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("role", "tool");
        fields.put("tool_call_id", shortId(result.callId()));
        fields.put("name", marked.apply(name));
        fields.put("content", marked.apply(result.text()));
        return fields;
    }

    private static String shortId(String id) {
        return UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8))
                .toString().replace("-", "").substring(0, ID_LENGTH);
    }

    private @Nullable Object markedValue(@Nullable Object value) {
        return switch (value) {
            case String text -> marked.apply(text);
            case List<?> list -> {
                List<@Nullable Object> copy = new ArrayList<>();
                list.forEach(item -> copy.add(markedValue(item)));
                yield copy;
            }
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> copy = new LinkedHashMap<>();
                map.forEach((key, item) -> copy.put(marked.apply(String.valueOf(key)), markedValue(item)));
                yield copy;
            }
            case null, default -> value;
        };
    }
}
