package dev.outcrop.engines.gguf.template;

import java.util.List;

import dev.outcrop.engines.gguf.tokenizer.Segment;
import dev.outcrop.inference.InferenceException;
import dev.outcrop.inference.Message;

/** Writes complete turns one after the other. Thread-safe. */
interface TurnFormat {

    /**
     * Renders messages, each with its end marker.
     *
     * @param addGenerationPrompt whether the beginning of the assistant's next turn follows
     * @throws InferenceException when the format has no place for such a conversation
     */
    List<Segment> render(List<Message> messages, boolean addGenerationPrompt);
}
