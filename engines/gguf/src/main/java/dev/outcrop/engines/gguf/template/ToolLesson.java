package dev.outcrop.engines.gguf.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.outcrop.engines.gguf.answer.ToolFormat;
import dev.outcrop.inference.Message;
import dev.outcrop.inference.Message.Role;
import dev.outcrop.inference.Part;
import dev.outcrop.inference.ToolCall;
import dev.outcrop.inference.Tools;

/**
 * Teaches {@link ToolFormat#TAUGHT} to models whose template knows no tools: the offer goes into the system's text, calls
 * and results into those of the turns.
 */
final class ToolLesson {

    private static final String BEFORE_TOOLS = """
            You can call these tools. Each line describes one as JSON, with a JSON Schema of its arguments:
            """;

    private static final String AFTER_TOOLS = """

            To call a tool, write nothing but this, with the tool's name and its arguments as JSON:
            <tool_call>
            {"name": "...", "arguments": {...}}
            </tool_call>""";

    private ToolLesson() {}

    /** The same conversation in words. */
    static List<Message> inWords(List<Message> messages, Tools tools) {
        List<Message> told = new ArrayList<>();
        String offer = tools.isEmpty() ? "" : offer(tools);
        for (Message message : messages) {
            Message words = inWords(message);
            if (!offer.isEmpty()) {
                boolean system = words.role() == Role.SYSTEM;
                told.add(new Message(Role.SYSTEM, system ? words.text() + "\n\n" + offer : offer));
                offer = "";
                if (system) {
                    continue;
                }
            }
            told.add(words);
        }
        return Conversations.alternating(told);
    }

    private static String offer(Tools tools) {
        StringBuilder offer = new StringBuilder(BEFORE_TOOLS);
        tools.offered()
                .forEach(tool -> offer.append(
                        JsonTexts.written(
                                Map.of("name", tool.name(), "description", tool.description(), "parameters",
                                        JsonTexts.read(tool.inputSchema()))))
                        .append('\n'));
        return offer.append(AFTER_TOOLS).toString();
    }

    private static Message inWords(Message message) {
        StringBuilder words = new StringBuilder();
        for (Part part : message.parts()) {
            String piece = switch (part) {
                case Part.Text(String text) -> text;
                case ToolCall call -> ToolFormat.TAUGHT.open() + "\n{\"name\": " + JsonTexts.written(call.name())
                        + ", \"arguments\": " + call.input() + "}\n" + ToolFormat.TAUGHT.close();
                case Part.ToolResult result -> "<tool_response>\n" + result.text() + "\n</tool_response>";
                case Part.Reasoning _,Part.Image _ -> "";
            };
            if (!words.isEmpty() && !piece.isEmpty()) {
                words.append('\n');
            }
            words.append(piece);
        }
        return new Message(message.role() == Role.TOOL ? Role.USER : message.role(), words.toString());
    }
}
