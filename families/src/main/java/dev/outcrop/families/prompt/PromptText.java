package dev.outcrop.families.prompt;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

import dev.outcrop.families.TextSpan;
import dev.outcrop.inference.Message;
import dev.outcrop.inference.Part;
import dev.outcrop.inference.Prompt;
import dev.outcrop.inference.ToolCall;
import dev.outcrop.inference.Tools;
import org.jspecify.annotations.Nullable;

/**
 * A prompt with what is needed to assess and rewrite its texts. Immutable.
 *
 * @param template in which the prompt's text is written, or null
 */
public record PromptText(Prompt prompt, @Nullable ProviderTemplate template) {

    /** Where Llama's template has a picture. */
    private static final String IMAGE = "<|image|>";

    /** A conversation that the family states as such. */
    public static PromptText chat(List<Message> messages) {
        return chat(messages, Tools.NONE);
    }

    /** A conversation in which the assistant may use tools. */
    public static PromptText chat(List<Message> messages, Tools tools) {
        return new PromptText(new Prompt.Chat(messages, tools), null);
    }

    /** A prompt text: the conversation it means when it is written in one of the templates, else itself. */
    public static PromptText of(String text, ProviderTemplate... templates) {
        for (ProviderTemplate template : templates) {
            List<Message> messages = template.parse(text);
            if (messages != null) {
                return new PromptText(templated(text, template, messages), template);
            }
        }
        return new PromptText(new Prompt.Verbatim(text), null);
    }

    private static Prompt templated(String text, ProviderTemplate template, List<Message> messages) {
        Prompt.Chat chat = new Prompt.Chat(messages);
        List<String> markers = new ArrayList<>();
        for (String marker : template.markers()) {
            if (text.contains(marker)) {
                markers.add(marker);
            }
        }
        return markers.isEmpty() ? chat : new Prompt.Templated(text, markers, chat);
    }

    /** The same with pictures before the last words of the user; a template has no place for them but its placeholder. */
    public PromptText withImages(List<Part.Image> images) {
        if (images.isEmpty()) {
            return this;
        }
        List<Message> messages = new ArrayList<>(switch (prompt) {
            case Prompt.Verbatim(String text) -> List.of(new Message(Message.Role.USER, text));
            case Prompt.Chat chat -> chat.messages();
            case Prompt.Templated templated -> templated.chat().messages();
        });
        messages.replaceAll(message -> message.text().contains(IMAGE)
                ? new Message(message.role(), message.text().replace(IMAGE, ""))
                : message);
        for (int i = messages.size() - 1; i >= 0; i--) {
            Message message = messages.get(i);
            if (message.role() == Message.Role.USER) {
                List<Part> parts = new ArrayList<>(images);
                parts.addAll(message.parts());
                messages.set(i, new Message(Message.Role.USER, parts));
                return chat(messages);
            }
        }
        messages.add(new Message(Message.Role.USER, List.copyOf(images)));
        return chat(messages);
    }

    /** The texts that can be assessed. */
    public List<TextSpan> spans() {
        return switch (prompt) {
            case Prompt.Verbatim(String text) -> List.of(new TextSpan(TextSpan.Role.USER, text));
            case Prompt.Chat chat -> spans(chat.messages());
            case Prompt.Templated templated -> spans(templated.chat().messages());
        };
    }

    /** The same prompt with other texts, as many as {@link #spans()}. */
    public PromptText withTexts(List<String> texts) {
        return switch (prompt) {
            case Prompt.Verbatim verbatim -> new PromptText(new Prompt.Verbatim(only(texts)), template);
            case Prompt.Chat chat ->
                new PromptText(chat.withMessages(replaced(chat.messages(), texts)), template);
            case Prompt.Templated templated -> {
                List<Message> messages = replaced(templated.chat().messages(), texts);
                if (template == null || messages.equals(templated.chat().messages())) {
                    yield this;
                }
                yield new PromptText(templated(template.render(messages), template, messages), template);
            }
        };
    }

    private static String only(List<String> texts) {
        if (texts.size() != 1) {
            throw new IllegalArgumentException("Expected one text, not " + texts.size());
        }
        return texts.getFirst();
    }

    private static List<Message> replaced(List<Message> messages, List<String> texts) {
        Iterator<String> next = texts.iterator();
        List<Message> replaced = messages.stream()
                .map(message -> new Message(
                        message.role(), message.parts().stream().map(part -> replaced(part, next)).toList()))
                .toList();
        if (next.hasNext()) {
            throw new IllegalArgumentException("Expected fewer than " + texts.size() + " texts");
        }
        return replaced;
    }

    private static Part replaced(Part part, Iterator<String> texts) {
        return switch (part) {
            case Part.Text _ -> new Part.Text(texts.next());
            case Part.ToolResult(String callId, String name, String _, boolean failed) ->
                new Part.ToolResult(callId, name, texts.next(), failed);
            case Part.Image _,Part.Reasoning _,ToolCall _ -> part;
        };
    }

    private static List<TextSpan> spans(List<Message> messages) {
        List<TextSpan> spans = new ArrayList<>();
        for (Message message : messages) {
            TextSpan.Role role = switch (message.role()) {
                case SYSTEM -> TextSpan.Role.SYSTEM;
                case USER -> TextSpan.Role.USER;
                case ASSISTANT -> TextSpan.Role.ASSISTANT;
                case TOOL -> TextSpan.Role.TOOL_RESULT;
            };
            for (Part part : message.parts()) {
                switch (part) {
                    case Part.Text(String text) -> spans.add(new TextSpan(role, text));
                    case Part.ToolResult result -> spans.add(new TextSpan(TextSpan.Role.TOOL_RESULT, result.text()));
                    case Part.Image _,Part.Reasoning _,ToolCall _ -> {}
                }
            }
        }
        return spans;
    }
}
