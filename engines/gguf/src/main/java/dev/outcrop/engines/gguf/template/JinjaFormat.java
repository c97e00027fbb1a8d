package dev.outcrop.engines.gguf.template;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import dev.outcrop.engines.gguf.answer.AnswerReader;
import dev.outcrop.engines.gguf.answer.ToolFormat;
import dev.outcrop.engines.gguf.template.jinja.Function;
import dev.outcrop.engines.gguf.template.jinja.JinjaException;
import dev.outcrop.engines.gguf.template.jinja.JinjaTemplate;
import dev.outcrop.engines.gguf.template.jinja.Refusal;
import dev.outcrop.engines.gguf.tokenizer.Segment;
import dev.outcrop.engines.gguf.tokenizer.Tokenizer;
import dev.outcrop.inference.InferenceException;
import dev.outcrop.inference.Message;
import dev.outcrop.inference.Reasoning;
import dev.outcrop.inference.Tools;
import org.jspecify.annotations.Nullable;

/**
 * Conversations as the file's own template writes them.
 *
 * <p>A template may take messages apart, so what a message said cannot be followed as a whole. Instead, each place in a
 * message where a special token is spelled out is marked with a noncharacter in front (U+FDD0, which Unicode reserves
 * for such use and in whose place messages get U+FFFD before), and the character behind a mark is cut out of the rendered
 * text as untrusted: so the spelling is broken there and nowhere else, and all other text passes through the template
 * unchanged.
 */
final class JinjaFormat implements TurnFormat {

    private static final char MARK = '\uFDD0';
    /** Not nothing: letters on both sides of a mark must not meet in what the model reads. */
    private static final char NO_MARK = '\uFFFD';

    private static final Pattern TOOLS = Pattern.compile("\\btools\\b");

    private final String source;
    private final @Nullable ToolFormat toolFormat;
    private final Tokenizer tokenizer;
    private final Map<String, @Nullable Object> variables = new HashMap<>();
    private volatile @Nullable JinjaTemplate template;

    /**
     * @param beginOfText text of the token that begins a text, as templates write it; likewise {@code endOfText}
     * @param now the time for templates that tell the date
     */
    JinjaFormat(String source, Tokenizer tokenizer, String beginOfText, String endOfText,
            Supplier<LocalDateTime> now) {
        this.source = source;
        this.toolFormat = toolFormatOf(source);
        this.tokenizer = tokenizer;
        variables.put("bos_token", beginOfText);
        variables.put("eos_token", endOfText);
        variables.put("tools", null);
        variables.put("documents", null);
        variables.put("strftime_now", (Function) (positional, named) -> {
            if (positional.size() != 1 || !(positional.getFirst() instanceof String format)) {
                throw new JinjaException("strftime_now takes one text");
            }
            return DateText.format(format, now.get());
        });
    }

    @Override
    public List<Segment> render(List<Message> messages, boolean addGenerationPrompt) {
        return render(messages, addGenerationPrompt, new TurnOptions(Tools.NONE, Reasoning.INLINE));
    }

    /**
     * {@inheritDoc}
     *
     * <p>When the template refuses a conversation, it is asked again with the system's text in the user's first turn,
     * and then with neighbouring turns of one role put together.
     */
    @Override
    public List<Segment> render(List<Message> messages, boolean addGenerationPrompt, TurnOptions options) {
        List<Message> merged = Conversations.withSystemInFirstUserTurn(messages);
        List<List<Message>> shapes = List.of(
                messages, merged, Conversations.alternating(messages), Conversations.alternating(merged));
        List<String> refusals = new ArrayList<>();
        for (List<Message> shape : shapes) {
            try {
                return segments(template().render(variables(shape, addGenerationPrompt, options)));
            } catch (Refusal e) {
                refusals.add(String.valueOf(e.getMessage()));
            } catch (JinjaException e) {
                throw new InferenceException("The model's chat template failed: " + e.getMessage(), e);
            }
        }
        throw new InferenceException("The model's chat template refuses this conversation: " + refusals.getFirst());
    }

    /** Reading waits for the first conversation, because not every model is ever given one. */
    private JinjaTemplate template() {
        JinjaTemplate read = template;
        if (read == null) {
            read = JinjaTemplate.of(source);
            template = read;
        }
        return read;
    }

    private Map<String, @Nullable Object> variables(
            List<Message> messages, boolean addGenerationPrompt, TurnOptions options) {
        Map<String, @Nullable Object> all = new HashMap<>(variables);
        all.put("messages", new JinjaMessages(this::marked).shown(messages));
        all.put("add_generation_prompt", addGenerationPrompt);
        if (!options.tools().isEmpty()) {
            all.put("tools", new JinjaMessages(this::marked).shown(options.tools()));
        }
        // Templates of models that can be told take this switch, and think when it is not there.
        if (options.reasoning().mode() != Reasoning.Mode.INLINE) {
            all.put("enable_thinking", options.reasoning().mode() != Reasoning.Mode.OFF);
        }
        return all;
    }

    private String marked(String untrusted) {
        return tokenizer.mark(untrusted.replace(MARK, NO_MARK), MARK);
    }

    @Override
    public @Nullable ToolFormat toolFormat() {
        return toolFormat;
    }

    @Override
    public boolean thinks() {
        return source.contains(AnswerReader.THOUGHT_CLOSE);
    }

    private static @Nullable ToolFormat toolFormatOf(String source) {
        if (!TOOLS.matcher(source).find()) {
            return null;
        }
        if (source.contains("[TOOL_CALLS]")) {
            // Since v11 the name stands before the arguments, which are no list.
            return source.contains("[ARGS]") ? null : ToolFormat.MISTRAL;
        }
        if (source.contains(ToolFormat.HERMES.open())) {
            return ToolFormat.HERMES;
        }
        return source.contains("python_tag") || source.contains("\"parameters\"") ? ToolFormat.LLAMA3 : null;
    }

    private static List<Segment> segments(String rendered) {
        SegmentWriter out = new SegmentWriter();
        int from = 0;
        for (int at = rendered.indexOf(MARK); at >= 0; at = rendered.indexOf(MARK, from)) {
            out.template(rendered.substring(from, at));
            int next = at + 1;
            while (next < rendered.length() && rendered.charAt(next) == MARK) {
                next++;
            }
            int end = next < rendered.length() ? rendered.offsetByCodePoints(next, 1) : next;
            out.message(rendered.substring(next, end));
            from = end;
        }
        return out.template(rendered.substring(from)).segments();
    }
}
