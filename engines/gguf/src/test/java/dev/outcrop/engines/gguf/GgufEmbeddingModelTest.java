package dev.outcrop.engines.gguf;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import dev.outcrop.engines.gguf.file.GgufException;
import dev.outcrop.engines.gguf.testing.Golden;
import dev.outcrop.inference.Embedding;
import dev.outcrop.inference.EmbeddingPurpose;
import dev.outcrop.inference.EmbeddingRequest;
import dev.outcrop.inference.EmbeddingRequest.Overflow;
import dev.outcrop.inference.InferenceException;
import dev.outcrop.inference.PromptTooLongException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class GgufEmbeddingModelTest {

    @Test
    void textsMayBeEmbeddedFromSeveralThreads() {
        try (GgufEmbeddingModel model = GgufEmbeddingModel.open(Golden.model("bert-mean-f32"), 2)) {
            assertThat(model.dimensions()).isEqualTo(96);
            Embedding alone = model.embed("The quiet river");
            List<CompletableFuture<Embedding>> together = IntStream.range(0, 8)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> model.embed("The quiet river"))).toList();
            for (CompletableFuture<Embedding> embedding : together) {
                assertThat(embedding.join().vector()).containsExactly(alone.vector());
            }
        }
    }

    @Test
    void aTextThatDoesNotFitIsReadInWindows() {
        try (GgufEmbeddingModel model = GgufEmbeddingModel.open(Golden.model("bert-mean-f32"), 1)) {
            int perWord = model.embed("river").tokens() - 2;
            String part = "river ".repeat(126 / perWord);
            assertThat(model.embed(part).tokens()).as("a full window").isEqualTo(128);

            Embedding whole = model.embed(part + part);

            assertThat(whole.tokens()).isEqualTo(2 * 126 + 2);
            assertThat(whole.vector()).containsExactly(model.embed(part).vector(), within(1e-5f));
        }
    }

    @Test
    void aTextMayBeRefusedOrCut() {
        try (GgufEmbeddingModel model = GgufEmbeddingModel.open(Golden.model("bert-mean-f32"), 1)) {
            String text = "river quiet The";
            int tokens = model.embed(text).tokens();
            assertThatThrownBy(() -> model.embed(request(tokens - 1, Overflow.REFUSE, text)))
                    .isInstanceOfSatisfying(PromptTooLongException.class, failure -> {
                        assertThat(failure.promptTokens()).isEqualTo(tokens);
                        assertThat(failure.contextLength()).isEqualTo(tokens - 1);
                    });
            int first = model.embed("river").tokens();
            assertThat(model.embed(request(first, Overflow.DROP_END, text)).getFirst().vector())
                    .containsExactly(model.embed("river").vector());
            int last = model.embed("The").tokens();
            assertThat(model.embed(request(last, Overflow.DROP_START, text)).getFirst().vector())
                    .containsExactly(model.embed("The").vector());
            assertThat(model.embed(request(1, Overflow.DROP_START, text)).getFirst().vector())
                    .containsExactly(model.embed("").vector());
        }
    }

    @Test
    void prefixesGoInFrontByPurpose() {
        try (GgufEmbeddingModel plain = GgufEmbeddingModel.open(Golden.model("bert-mean-f32"), 1);
                GgufEmbeddingModel model = GgufEmbeddingModel.open(
                        Golden.model("bert-mean-f32"), 1, Map.of(EmbeddingPurpose.OTHER, "The "))) {
            assertThat(model.embed("river").vector()).containsExactly(plain.embed("The river").vector());
            assertThat(model.embed("river").tokens()).isEqualTo(plain.embed("river").tokens());
        }
    }

    @Test
    void anInterruptEndsIt() {
        try (GgufEmbeddingModel model = GgufEmbeddingModel.open(Golden.model("bert-mean-f32"), 1)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> model.embed("river")).isInstanceOf(InferenceException.class)
                    .hasMessageContaining("interrupted");
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private static EmbeddingRequest request(int mostTokens, Overflow overflow, String text) {
        return new EmbeddingRequest(List.of(text), EmbeddingPurpose.OTHER, mostTokens, overflow);
    }

    @Test
    void aClosedModelSaysSo() {
        GgufEmbeddingModel model = GgufEmbeddingModel.open(Golden.model("bert-mean-f32"), 1);
        model.close();
        model.close();
        assertThatThrownBy(() -> model.embed("river")).isInstanceOf(InferenceException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void aTextModelIsNoEmbeddingModel() {
        assertThatThrownBy(() -> GgufEmbeddingModel.open(Golden.model("llama-untied-f32"), 1))
                .isInstanceOf(GgufException.class).hasMessageContaining("'llama'");
    }
}
