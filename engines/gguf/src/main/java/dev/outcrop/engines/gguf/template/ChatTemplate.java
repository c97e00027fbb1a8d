package dev.outcrop.engines.gguf.template;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import java.util.OptionalInt;

import dev.outcrop.engines.gguf.answer.ToolFormat;
import dev.outcrop.engines.gguf.file.Metadata;
import dev.outcrop.engines.gguf.tokenizer.Segment;
import dev.outcrop.engines.gguf.tokenizer.Tokenizer;
import dev.outcrop.inference.InferenceException;
import dev.outcrop.inference.Message;
import dev.outcrop.inference.Message.Role;
import dev.outcrop.inference.Prompt;
import dev.outcrop.inference.Reasoning;
import dev.outcrop.inference.ToolCall;
import dev.outcrop.inference.Tools;

/**
 * Renders conversations for one model. Thread-safe.
 *
 * <p>What messages say is untrusted and stays text; what the template says may be control tokens.
 */
public final class ChatTemplate {

    private final TurnFormat format;

    ChatTemplate(TurnFormat format) {
        this.format = format;
    }

    /** The template that the file carries, or the one that fits the model's architecture and special tokens. */
    public static ChatTemplate of(Metadata metadata, Tokenizer tokenizer) {
        String source = metadata.string("tokenizer.chat_template", "");
        if (source.isBlank()) {
            return new ChatTemplate(byArchitecture(metadata.string("general.architecture", ""), tokenizer));
        }
        return new ChatTemplate(BuiltInFormat.recognised(source).<TurnFormat>map(format -> format)
                .orElseGet(() -> new JinjaFormat(source, tokenizer,
                        token(metadata, tokenizer, "tokenizer.ggml.bos_token_id"),
                        token(metadata, tokenizer, "tokenizer.ggml.eos_token_id"), LocalDateTime::now)));
    }

    private static String token(Metadata metadata, Tokenizer tokenizer, String key) {
        OptionalInt id = metadata.optionalInteger(key);
        return id.isPresent() && id.getAsInt() >= 0 && id.getAsInt() < tokenizer.size()
                ? new String(tokenizer.spelledBytes(id.getAsInt()), StandardCharsets.UTF_8)
                : "";
    }

    private static BuiltInFormat byArchitecture(String architecture, Tokenizer tokenizer) {
        if (tokenizer.knows("<|im_start|>")) {
            return BuiltInFormat.CHATML;
        }
        if (tokenizer.knows("<|start_header_id|>")) {
            return BuiltInFormat.LLAMA3;
        }
        if (architecture.startsWith("gemma") || tokenizer.knows("<start_of_turn>")) {
            return BuiltInFormat.GEMMA;
        }
        if (architecture.equals("phi3") || tokenizer.knows("<|end|>")) {
            return BuiltInFormat.PHI3;
        }
        if (tokenizer.knows("<|user|>")) {
            return BuiltInFormat.ZEPHYR;
        }
        if (tokenizer.knows("[INST]")) {
            return BuiltInFormat.MISTRAL;
        }
        return architecture.equals("llama") && tokenizer.knows("</s>") ? BuiltInFormat.LLAMA2 : BuiltInFormat.CHATML;
    }

    /**
     * Renders a conversation without tools.
     *
     * @param addGenerationPrompt whether the model is to answer: then the beginning of its turn follows, and a last
     *     message of the assistant is one that it has begun itself, rendered without an end for the answer to continue
     * @throws InferenceException when the template has no place for such a conversation
     */
    public List<Segment> render(List<Message> messages, boolean addGenerationPrompt) {
        return render(messages, addGenerationPrompt, new TurnOptions(Tools.NONE, Reasoning.INLINE));
    }

    /**
     * Renders a conversation for the model to answer.
     *
     * @throws InferenceException when the template has no place for such a conversation
     */
    public List<Segment> render(Prompt.Chat chat, Reasoning reasoning) {
        Tools tools = chat.tools().choice() instanceof Tools.Choice.None ? Tools.NONE : chat.tools();
        boolean usesTools = !tools.isEmpty() || chat.messages().stream().anyMatch(ChatTemplate::isAboutTools);
        List<Message> messages = usesTools && format.toolFormat() == null
                ? ToolLesson.inWords(chat.messages(), tools)
                : chat.messages();
        return render(messages, true, new TurnOptions(tools, reasoning));
    }

    /** How the model writes calls. */
    public ToolFormat toolFormat() {
        ToolFormat own = format.toolFormat();
        return own == null ? ToolFormat.TAUGHT : own;
    }

    /** Whether the template speaks of thoughts. */
    public boolean thinks() {
        return format.thinks();
    }

    private static boolean isAboutTools(Message message) {
        return message.role() == Role.TOOL || message.parts().stream().anyMatch(ToolCall.class::isInstance);
    }

    private List<Segment> render(List<Message> messages, boolean addGenerationPrompt, TurnOptions options) {
        boolean prefilled = addGenerationPrompt && !messages.isEmpty() && messages.getLast().role() == Role.ASSISTANT;
        if (!prefilled) {
            return format.render(messages, addGenerationPrompt, options);
        }
        return new SegmentWriter()
                .write(format.render(messages.subList(0, messages.size() - 1), true, options))
                .message(messages.getLast().text())
                .segments();
    }
}
