package dev.outcrop.engines.gguf.answer;

import java.util.List;

import dev.outcrop.engines.gguf.grammar.Grammar;
import dev.outcrop.inference.AnswerShape;
import dev.outcrop.inference.Reasoning;
import dev.outcrop.inference.Tool;
import dev.outcrop.inference.Tools;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectMapper;

/**
 * The form that an answer is held to, so that calls and JSON are well-formed whatever the model would rather write.
 *
 * @param grammar the whole answer's, or null when any text will do
 * @param call what an answer that begins with <code>{</code> is held to, or null
 */
public record AnswerForm(@Nullable Grammar grammar, @Nullable Grammar call) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Grammar BLANK = Grammar.repeat(
            Grammar.anyOf(Grammar.literal("\n"), Grammar.literal(" ")), 0, 2);

    /**
     * What a request asks for.
     *
     * @param tools those offered, none when the model is not to call any
     * @param thinking whether the prompt has begun a thought already
     * @throws dev.outcrop.engines.gguf.grammar.SchemaException when a schema cannot be followed
     */
    public static AnswerForm of(
            Tools tools, ToolFormat format, AnswerShape shape, Reasoning reasoning, boolean thinking) {
        Grammar text = switch (shape) {
            case AnswerShape.Text _ -> null;
            case AnswerShape.Json _ -> Grammar.jsonObject();
            case AnswerShape.Schema(String schema) -> Grammar.schema(schema);
        };
        if (tools.isEmpty()) {
            return new AnswerForm(text == null ? null : afterThought(text, reasoning, thinking), null);
        }
        List<Grammar> calls = tools.offered().stream()
                .filter(tool -> !(tools.choice() instanceof Tools.Choice.Named(String name))
                        || tool.name().equals(name))
                .map(tool -> call(tool, format))
                .toList();
        if (calls.isEmpty()) {
            throw new IllegalArgumentException("The tool that must be called is not offered");
        }
        Grammar one = Grammar.anyOf(calls);
        boolean single = format.single() || tools.choice() instanceof Tools.Choice.Named;
        if (!(tools.choice() instanceof Tools.Choice.Auto)) {
            return new AnswerForm(afterThought(calls(one, format, single), reasoning, thinking), null);
        }
        if (text != null) {
            return new AnswerForm(
                    afterThought(Grammar.anyOf(calls(one, format, single), text), reasoning, thinking), null);
        }
        return format.open().isEmpty()
                ? new AnswerForm(null, one)
                : new AnswerForm(new Grammar.Triggered(format.open(), afterOpen(one, format, false), !single), null);
    }

    /** The object alone. */
    private static Grammar call(Tool tool, ToolFormat format) {
        return Grammar.sequence(
                Grammar.literal("{\"name\": " + JSON.writeValueAsString(tool.name()) + ", \"" + format.arguments()
                        + "\": "),
                Grammar.schema(tool.inputSchema()),
                Grammar.literal("}"));
    }

    /** One call, or several, with what stands around them. */
    private static Grammar calls(Grammar call, ToolFormat format, boolean single) {
        if (format.isList()) {
            return Grammar.sequence(Grammar.literal(format.open()), afterOpen(call, format, single));
        }
        Grammar whole = format.open().isEmpty()
                ? call
                : Grammar.sequence(Grammar.literal(format.open()), afterOpen(call, format, single));
        if (single) {
            return whole;
        }
        Grammar separator = format.open().isEmpty() ? Grammar.literal("; ") : BLANK;
        return Grammar.sequence(
                whole, Grammar.repeat(Grammar.sequence(separator, whole), 0, Grammar.UNBOUNDED));
    }

    private static Grammar afterOpen(Grammar call, ToolFormat format, boolean single) {
        if (!format.isList()) {
            return Grammar.sequence(BLANK, call, BLANK, Grammar.literal(format.close()));
        }
        return Grammar.sequence(
                BLANK,
                Grammar.literal("["),
                call,
                Grammar.repeat(
                        Grammar.sequence(Grammar.literal(", "), call), 0, single ? 0 : Grammar.UNBOUNDED),
                Grammar.literal("]"));
    }

    /** A model that thinks may do so first; one that was told not to has no thought to end. */
    private static Grammar afterThought(Grammar answer, Reasoning reasoning, boolean thinking) {
        Grammar later = Grammar.sequence(BLANK, answer);
        if (thinking) {
            return new Grammar.After(AnswerReader.THOUGHT_CLOSE, later);
        }
        if (reasoning.mode() == Reasoning.Mode.INLINE || reasoning.mode() == Reasoning.Mode.OFF) {
            return answer;
        }
        return Grammar.anyOf(
                answer,
                Grammar.sequence(
                        Grammar.literal(AnswerReader.THOUGHT_OPEN),
                        new Grammar.After(AnswerReader.THOUGHT_CLOSE, later)));
    }
}
