package dev.outcrop.engines.gguf;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

import dev.outcrop.engines.gguf.answer.AnswerReader;
import dev.outcrop.engines.gguf.answer.ToolFormat;
import dev.outcrop.engines.gguf.file.Metadata;
import dev.outcrop.engines.gguf.template.ChatTemplate;
import dev.outcrop.engines.gguf.tokenizer.Segment;
import dev.outcrop.engines.gguf.tokenizer.Tokenizer;
import dev.outcrop.inference.Prompt;
import dev.outcrop.inference.Reasoning;

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

    /**
     * A prompt as the model reads it.
     *
     * @param thinking whether it ends in the beginning of a thought, as some templates have it
     */
    record Encoded(int[] ids, boolean thinking) {}

    Encoded encode(Prompt prompt, Reasoning reasoning) {
        List<Segment> segments = segments(prompt, reasoning);
        boolean thinking = !segments.isEmpty()
                && segments.getLast().trusted()
                && segments.getLast().text().stripTrailing().endsWith(AnswerReader.THOUGHT_OPEN);
        return new Encoded(encode(segments), thinking);
    }

    /** How the model writes calls of tools. */
    ToolFormat toolFormat() {
        return template.toolFormat();
    }

    /** Whether the model was taught to think before it answers. */
    boolean thinks() {
        return template.thinks() || tokenizer.knows(AnswerReader.THOUGHT_OPEN);
    }

    private List<Segment> segments(Prompt prompt, Reasoning reasoning) {
        return switch (prompt) {
            case Prompt.Verbatim verbatim -> List.of(new Segment(verbatim.text(), true));
            case Prompt.Chat chat -> template.render(chat, reasoning);
            case Prompt.Templated templated -> templated.markers().stream().allMatch(tokenizer::knows)
                    ? List.of(new Segment(templated.text(), true))
                    : template.render(templated.chat(), reasoning);
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
