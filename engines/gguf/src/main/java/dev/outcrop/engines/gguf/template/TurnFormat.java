package dev.outcrop.engines.gguf.template;

import java.util.List;

import dev.outcrop.engines.gguf.answer.ToolFormat;
import dev.outcrop.engines.gguf.tokenizer.Segment;
import dev.outcrop.inference.InferenceException;
import dev.outcrop.inference.Message;
import org.jspecify.annotations.Nullable;

/** Writes complete turns one after the other. Thread-safe. */
interface TurnFormat {

    /**
     * Renders messages, each with its end marker.
     *
     * @param addGenerationPrompt whether the beginning of the assistant's next turn follows
     * @throws InferenceException when the format has no place for such a conversation
     */
    List<Segment> render(List<Message> messages, boolean addGenerationPrompt);

    /** The same for a format that knows tools and thoughts itself; others are given conversations without. */
    default List<Segment> render(List<Message> messages, boolean addGenerationPrompt, TurnOptions options) {
        return render(messages, addGenerationPrompt);
    }

    /** How the model writes calls when this format tells it of tools, or null when it does not. */
    default @Nullable ToolFormat toolFormat() {
        return null;
    }

    /** Whether it speaks of thoughts: then the model was taught to think before it answers. */
    default boolean thinks() {
        return false;
    }
}
