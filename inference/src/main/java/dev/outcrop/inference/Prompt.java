package dev.outcrop.inference;

import java.util.List;

/** What a model is asked to continue. */
public sealed interface Prompt {

    /**
     * Text to be continued exactly as it stands. Text forms of the model's own special tokens are recognised, nothing
     * is added but what the tokenizer itself puts in front (BOS).
     */
    record Verbatim(String text) implements Prompt {}

    /** A conversation, rendered by the model's own chat template. */
    record Chat(List<Message> messages, Tools tools) implements Prompt {
        public Chat {
            messages = List.copyOf(messages);
        }

        /** A conversation without tools. */
        public Chat(List<Message> messages) {
            this(messages, Tools.NONE);
        }

        /** The same tools in another conversation. */
        public Chat withMessages(List<Message> others) {
            return new Chat(others, tools);
        }
    }

    /**
     * Text already written in some provider's chat template, with the conversation it means. An engine whose tokenizer
     * knows every marker in {@code markers} continues {@code text} verbatim; any other renders {@code chat} with the
     * template of the model it really runs.
     *
     * @param markers the template's special texts that occur in {@code text}, such as {@code <|eot_id|>}
     */
    record Templated(String text, List<String> markers, Chat chat) implements Prompt {
        public Templated {
            markers = List.copyOf(markers);
        }
    }
}
