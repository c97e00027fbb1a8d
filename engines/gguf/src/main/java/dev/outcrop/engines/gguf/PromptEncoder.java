package dev.outcrop.engines.gguf;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

import dev.outcrop.engines.gguf.file.Metadata;
import dev.outcrop.engines.gguf.template.ChatTemplate;
import dev.outcrop.engines.gguf.tokenizer.Segment;
import dev.outcrop.engines.gguf.tokenizer.Tokenizer;
import dev.outcrop.inference.Prompt;

/** Turns every kind of prompt into the token ids that the model reads. Thread-safe. */
final class PromptEncoder {

    private final Tokenizer tokenizer;
    private final ChatTemplate template;
    private final OptionalInt beginOfText;

    PromptEncoder(Metadata metadata, Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
        this.template = ChatTemplate.of(metadata, tokenizer);
        this.beginOfText = metadata.optionalInteger("tokenizer.ggml.bos_token_id");
    }

    int[] encode(Prompt prompt) {
        return switch (prompt) {
            case Prompt.Verbatim verbatim -> encode(List.of(new Segment(verbatim.text(), true)));
            case Prompt.Chat chat -> encode(template.render(chat.messages(), true));
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
}
