package dev.outcrop.families;

import dev.outcrop.wire.error.NotImplementedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FamiliesTest {
    private final Families families = new Families();

    @ParameterizedTest
    @CsvSource({
            "amazon.titan-image-generator-v2:0, image models",
            "stability.sd3-5-large-v1:0, image models",
            "amazon.nova-canvas-v1:0, image models",
            "amazon.nova-reel-v1:1, video models",
            "twelvelabs.pegasus-1-2-v1:0, video models",
            "amazon.nova-2-sonic-v1:0, speech models"})
    void whatIsNotSpokenSaysSo(String modelId, String kind) {
        assertThatThrownBy(() -> families.of(modelId)).isInstanceOf(NotImplementedException.class)
                .hasMessage("The request format of " + kind + ", such as " + modelId
                        + ", is not available in this version of Outcrop.");
    }

    @ParameterizedTest
    @CsvSource({
            "amazon.nova-2-lite-v1:0, NovaFamily",
            "amazon.titan-tg1-large, TitanTextFamily",
            "mistral.mixtral-8x7b-instruct-v0:1, MistralTextFamily",
            "mistral.mistral-large-2407-v1:0, MistralChatFamily",
            "mistral.mistral-large-3-675b-instruct, ChatFamily",
            "mistral.ministral-3-8b-instruct, ChatFamily",
            "deepseek.r1-v1:0, CompletionFamily",
            "deepseek.v3.2, ChatFamily",
            "cohere.command-r-plus-v1:0, CommandRFamily",
            "cohere.command-light-text-v14, CommandFamily",
            "ai21.jamba-instruct-v1:0, ChatFamily",
            "writer.palmyra-vision-7b, WriterFamily",
            "my-own-model, ImportedFamily",
            "amazon.titan-embed-g1-text-02, TitanEmbedFamily",
            "amazon.nova-2-multimodal-embeddings-v1:0, NovaEmbedFamily",
            "cohere.embed-v4:0, CohereEmbedFamily",
            "amazon.rerank-v1:0, RerankFamily"})
    void everyModelHasItsFamily(String modelId, String family) {
        assertThat(families.of(modelId).getClass().getSimpleName()).isEqualTo(family);
    }

    @Test
    void oneFamilyAnswersAllCalls() {
        assertThat(families.of("meta.llama3-8b-instruct-v1:0")).isSameAs(families.of("meta.llama4-scout-17b-v1:0"));
    }
}
