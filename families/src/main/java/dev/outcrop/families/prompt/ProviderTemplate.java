package dev.outcrop.families.prompt;

import java.util.List;

import dev.outcrop.inference.Message;
import org.jspecify.annotations.Nullable;

/**
 * A chat template that callers of a provider's models write into the prompt themselves.
 *
 * <p>Recognising it lets another model than the provider's answer the conversation that is meant, and lets guardrails
 * see the words rather than the marks. Parsing is linear and total: whatever is not the template whole is not it at all.
 */
public interface ProviderTemplate {

    /** A text of more turns than this is taken for plain text: no conversation is so long, but an attack may be. */
    int MOST_TURNS = 10_000;

    /** The conversation, or null when the text is not written in this template. */
    @Nullable
    List<Message> parse(String text);

    /** The text of a conversation in this template, open for the assistant's answer. */
    String render(List<Message> messages);

    /** The template's special tokens; empty when its marks are ordinary text. */
    List<String> markers();
}
