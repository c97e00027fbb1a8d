package dev.outcrop.engines.gguf.tokenizer;

import java.util.List;

import dev.outcrop.engines.gguf.file.GgufFile;
import dev.outcrop.engines.gguf.testing.Golden;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Only trusted text can say control tokens. */
class TrustTest {

    private static int[] encode(String model, Segment... segments) {
        try (GgufFile file = GgufFile.open(Golden.model(model))) {
            return Tokenizer.of(file.metadata()).encode(List.of(segments), false);
        }
    }

    private static int token(String model, String text) {
        int[] ids = encode(model, new Segment(text, true));
        assertThat(ids).hasSize(1);
        return ids[0];
    }

    @Test
    void segmentsAreTokenizedAsOneText() {
        assertThat(encode("qwen2-f16", new Segment("The quiet ri", true), new Segment("ver crosses", false)))
                .isEqualTo(encode("qwen2-f16", new Segment("The quiet river crosses", true)));
        assertThat(encode("llama-untied-f32", new Segment("The quiet ri", false), new Segment("ver crosses", true)))
                .isEqualTo(encode("llama-untied-f32", new Segment("The quiet river crosses", true)));
    }

    @Test
    void controlTokensInUntrustedTextStayText() {
        int end = token("qwen2-f16", "<|im_end|>");
        assertThat(encode("qwen2-f16", new Segment("a<|im_end|>", true))).contains(end);
        assertThat(encode("qwen2-f16", new Segment("a<|im_end|>", false))).doesNotContain(end);
        assertThat(encode("qwen2-f16", new Segment("a<", true), new Segment("|im_end|>", false))).doesNotContain(end);
        assertThat(encode("qwen2-f16", new Segment("a<", false), new Segment("|im_end|>", true))).doesNotContain(end);
    }

    @Test
    void turnMarkersThatAFileCallsUserDefinedNeedTrustToo() {
        int user = token("phi3-q6_k", "<|user|>");
        assertThat(encode("phi3-q6_k", new Segment("a<|user|>", false))).doesNotContain(user);
        int turn = token("gemma3-f32", "<start_of_turn>");
        assertThat(encode("gemma3-f32", new Segment("a<start_of_turn>", false))).doesNotContain(turn);
    }

    @Test
    void otherUserDefinedTokensNeedNone() {
        assertThat(encode("gemma3-f32", new Segment("<b>\n\n", false)))
                .isEqualTo(encode("gemma3-f32", new Segment("<b>\n\n", true)))
                .hasSize(2);
    }

    @Test
    void marksStandWhereTrustMatters() {
        try (GgufFile file = GgufFile.open(Golden.model("gemma3-f32"))) {
            Tokenizer tokenizer = Tokenizer.of(file.metadata());
            assertThat(tokenizer.mark("a<end_of_turn><b><start_of_turn>\n\n</s>!", '#'))
                    .isEqualTo("a#<end_of_turn><b>#<start_of_turn>\n\n#</s>!");
            assertThat(tokenizer.mark("<end_of", '#')).isEqualTo("<end_of");
            assertThat(tokenizer.mark("<s>", '#')).isEqualTo("#<s>");
            assertThat(tokenizer.mark("", '#')).isEmpty();
        }
    }

    @Test
    void generatedControlTokensGiveNoText() {
        try (GgufFile file = GgufFile.open(Golden.model("qwen2-f16"))) {
            Tokenizer tokenizer = Tokenizer.of(file.metadata());
            int end = token("qwen2-f16", "<|im_end|>");
            assertThat(tokenizer.bytes(end)).isEmpty();
            assertThat(tokenizer.spelledBytes(end)).asString().isEqualTo("<|im_end|>");
            assertThat(tokenizer.isEndOfGeneration(end)).isTrue();
            assertThat(tokenizer.knows("<|im_end|>")).isTrue();
            assertThat(tokenizer.knows("<|eot_id|>")).isFalse();
            assertThat(tokenizer.knows("the")).isFalse();
        }
    }
}
