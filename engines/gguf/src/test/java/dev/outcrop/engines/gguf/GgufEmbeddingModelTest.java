package dev.outcrop.engines.gguf;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import dev.outcrop.engines.gguf.file.GgufException;
import dev.outcrop.engines.gguf.testing.Golden;
import dev.outcrop.inference.Embedding;
import dev.outcrop.inference.InferenceException;
import dev.outcrop.inference.PromptTooLongException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    void aTextThatDoesNotFitIsRefusedWithItsLength() {
        try (GgufEmbeddingModel model = GgufEmbeddingModel.open(Golden.model("bert-mean-f32"), 1)) {
            assertThatThrownBy(() -> model.embed("river ".repeat(200)))
                    .isInstanceOfSatisfying(PromptTooLongException.class, failure -> {
                        assertThat(failure.promptTokens()).isGreaterThanOrEqualTo(202);
                        assertThat(failure.contextLength()).isEqualTo(128);
                    });
        }
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
