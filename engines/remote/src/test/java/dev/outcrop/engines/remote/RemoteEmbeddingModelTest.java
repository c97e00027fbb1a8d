package dev.outcrop.engines.remote;

import java.util.List;

import dev.outcrop.engines.remote.http.Loops;
import dev.outcrop.engines.remote.testing.ScriptedServer;
import dev.outcrop.inference.Embedding;
import dev.outcrop.inference.OverloadedException;
import dev.outcrop.inference.UpstreamException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RemoteEmbeddingModelTest {
    private final Loops loops = new Loops();

    @AfterEach
    void closeLoops() {
        loops.close();
    }

    @Test
    void vectorsAndCountsAreRead() {
        try (ScriptedServer server = answering(200,
                "{\"object\":\"list\",\"data\":[{\"index\":0,\"embedding\":[0.5,-1,2e-1]}],\"model\":\"m\","
                        + "\"usage\":{\"prompt_tokens\":4,\"total_tokens\":4}}");
                RemoteEmbeddingModel model = model(server, 0)) {
            assertThat(model.dimensions()).isEqualTo(3);
            Embedding embedding = model.embed("a \"text\"");
            assertThat(embedding.vector()).containsExactly(0.5f, -1f, 0.2f);
            assertThat(embedding.tokens()).isEqualTo(4);
            assertThat(server.received().getLast().path()).isEqualTo("/v1/embeddings");
            assertThat(server.received().getLast().body())
                    .isEqualTo("{\"model\":\"m\",\"input\":\"a \\\"text\\\"\",\"encoding_format\":\"float\"}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "{\"data\":[]}", "{\"data\":[{\"embedding\":[1,2]}]}",
            "{\"data\":[{\"embedding\":[\"a\"]}]}", "<html>"})
    void whatIsNoEmbeddingIsAnError(String answer) {
        try (ScriptedServer server = answering(200, answer); RemoteEmbeddingModel model = model(server, 3)) {
            assertThatThrownBy(() -> model.embed("x"))
                    .isInstanceOf(UpstreamException.class).hasMessageContaining("sent no embedding");
        }
    }

    @Test
    void errorsAreTold() {
        try (ScriptedServer server = answering(429, "{}"); RemoteEmbeddingModel model = model(server, 3)) {
            assertThatThrownBy(() -> model.embed("x")).isInstanceOf(OverloadedException.class);
        }
    }

    private RemoteEmbeddingModel model(ScriptedServer server, int dimensions) {
        return new RemoteEmbeddingModel(List.of(server.uri()), RemoteOptions.defaults("m"), dimensions, loops);
    }

    private static ScriptedServer answering(int status, String body) {
        return new ScriptedServer(exchange -> exchange.whole(status, "application/json", body));
    }
}
