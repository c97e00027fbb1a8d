package dev.outcrop.families.prompt;

import java.util.ArrayList;
import java.util.List;

import dev.outcrop.families.TextSpan;
import dev.outcrop.inference.Message;
import dev.outcrop.inference.Prompt;
import org.jspecify.annotations.Nullable;

/**
 * A prompt with what is needed to assess and rewrite its texts. Immutable.
 *
 * @param template in which the prompt's text is written, or null
 */
public record PromptText(Prompt prompt, @Nullable ProviderTemplate template) {

    /** A conversation that the family states as such. */
    public static PromptText chat(List<Message> messages) {
        return new PromptText(new Prompt.Chat(messages), null);
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
        List<String> markers = template.markers().stream().filter(text::contains).toList();
        return markers.isEmpty() ? chat : new Prompt.Templated(text, markers, chat);
    }

    /** The texts that can be assessed. */
    public List<TextSpan> spans() {
        return switch (prompt) {
            case Prompt.Verbatim(String text) -> List.of(new TextSpan(TextSpan.Role.USER, text));
            case Prompt.Chat(List<Message> messages) -> spans(messages);
            case Prompt.Templated templated -> spans(templated.chat().messages());
        };
    }

    /** The same prompt with other texts, as many as {@link #spans()}. */
    public PromptText withTexts(List<String> texts) {
        return switch (prompt) {
            case Prompt.Verbatim verbatim -> new PromptText(new Prompt.Verbatim(only(texts)), template);
            case Prompt.Chat(List<Message> messages) ->
                new PromptText(new Prompt.Chat(replaced(messages, texts)), template);
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
        if (texts.size() != messages.size()) {
            throw new IllegalArgumentException("Expected " + messages.size() + " texts, not " + texts.size());
        }
        List<Message> replaced = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            replaced.add(new Message(messages.get(i).role(), texts.get(i)));
        }
        return replaced;
    }

    private static List<TextSpan> spans(List<Message> messages) {
        return messages.stream()
                .map(message -> new TextSpan(
                        switch (message.role()) {
                            case SYSTEM -> TextSpan.Role.SYSTEM;
                            case USER -> TextSpan.Role.USER;
                            case ASSISTANT -> TextSpan.Role.ASSISTANT;
                        },
                        message.text()))
                .toList();
    }
}
