package dev.outcrop.engines.gguf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

import dev.outcrop.engines.gguf.file.Metadata;
import dev.outcrop.engines.gguf.tokenizer.Segment;
import dev.outcrop.engines.gguf.tokenizer.Tokenizer;
import dev.outcrop.inference.Message;
import dev.outcrop.inference.Prompt;

/** Turns every kind of prompt into the token ids that the model reads. Thread-safe. */
final class PromptEncoder {

    private final Tokenizer tokenizer;
    private final OptionalInt beginOfText;

    PromptEncoder(Metadata metadata, Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
        this.beginOfText = metadata.optionalInteger("tokenizer.ggml.bos_token_id");
    }

    int[] encode(Prompt prompt) {
        return switch (prompt) {
            case Prompt.Verbatim verbatim -> encode(List.of(new Segment(verbatim.text(), true)));
            case Prompt.Chat chat -> encode(chatMarkup(chat.messages()));
            case Prompt.Templated templated -> templated.markers().stream().allMatch(tokenizer::knows)
                    ? encode(List.of(new Segment(templated.text(), true)))
                    : encode(templated.chat());
        };
    }

    /** Text that writes out the beginning-of-text token itself gets no second one. */
    private int[] encode(List<Segment> segments) {
        int[] ids = tokenizer.encode(segments, true);
        boolean doubled = beginOfText.isPresent() && ids.length > 1
                && ids[0] == beginOfText.getAsInt() && ids[1] == beginOfText.getAsInt();
        return doubled ? Arrays.copyOfRange(ids, 1, ids.length) : ids;
    }

    /** ChatML, the markup of most small instruct models. */
    private static List<Segment> chatMarkup(List<Message> messages) {
        List<Segment> segments = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            String role = message.role().name().toLowerCase(Locale.ROOT);
            segments.add(new Segment("<|im_start|>" + role + "\n", true));
            segments.add(new Segment(message.text(), false));
            boolean prefill = i == messages.size() - 1 && message.role() == Message.Role.ASSISTANT;
            if (prefill) {
                return segments;
            }
            segments.add(new Segment("<|im_end|>\n", true));
        }
        segments.add(new Segment("<|im_start|>assistant\n", true));
        return segments;
    }
}
