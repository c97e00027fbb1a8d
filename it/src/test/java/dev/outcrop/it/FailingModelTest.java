package dev.outcrop.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.outcrop.inference.InferenceException;
import dev.outcrop.it.testing.NodeScript;
import dev.outcrop.it.testing.SdkClients;
import dev.outcrop.server.testing.ScriptedTextModel.Script;
import dev.outcrop.server.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.ModelErrorException;
import software.amazon.awssdk.services.bedrockruntime.model.ModelStreamErrorException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** What each SDK makes of a model that fails: before the first token, and in the middle of a stream. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FailingModelTest {
    private static final String MODEL = "meta.llama3-8b-instruct-v1:0";
    private static final String BODY = "{\"prompt\":\"a\",\"max_gen_len\":50}";

    private final TestServer server = new TestServer();
    private final BedrockRuntimeClient runtime = SdkClients.runtime(server.uri(""));
    private final BedrockRuntimeAsyncClient async = SdkClients.runtimeAsync(server.uri(""));

    @AfterAll
    void stop() {
        runtime.close();
        async.close();
        server.close();
    }

    @Test
    void beforeTheFirstTokenItIsTheErrorOfTheCall() {
        failAt(1);
        assertThat(catchThrowable(
                () -> runtime.invokeModel(r -> r.modelId(MODEL).body(SdkBytes.fromUtf8String(BODY)))))
                .isInstanceOf(ModelErrorException.class)
                .hasMessageContaining("the weights are gone");
        List<Integer> chunks = new CopyOnWriteArrayList<>();
        assertThat(catchThrowable(() -> stream(chunks))).isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(ModelErrorException.class)
                .hasMessageContaining("the weights are gone");
        assertThat(chunks).isEmpty();
    }

    @Test
    void afterItItIsATypedExceptionInTheStream() {
        failAt(3);
        List<Integer> chunks = new CopyOnWriteArrayList<>();
        assertThat(catchThrowable(() -> stream(chunks))).isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(ModelStreamErrorException.class)
                .hasMessageContaining("the weights are gone");
        assertThat(chunks).as("chunks before it, delivered once").hasSize(2);
    }

    @Test
    void javaScriptSeesTheSameTwo() throws Exception {
        Path calls = Files.write(
                Path.of("target", "failing-calls.json"),
                JsonMapper.shared().writeValueAsBytes(List.of(Map.of("modelId", MODEL, "body", BODY))));
        failAt(1);
        JsonNode before = NodeScript.run(calls, "failures.mjs", server.uri("")).getFirst();
        assertThat(before.path("name").stringValue()).isEqualTo("ModelErrorException");
        assertThat(before.path("chunks").intValue()).isZero();
        failAt(3);
        JsonNode after = NodeScript.run(calls, "failures.mjs", server.uri("")).getFirst();
        assertThat(after.path("name").stringValue()).isEqualTo("ModelStreamErrorException");
        assertThat(after.path("message").stringValue()).isEqualTo("the weights are gone");
        assertThat(after.path("chunks").intValue()).isEqualTo(2);
    }

    private void failAt(int token) {
        server.model().script(Script.failing(token, new InferenceException("the weights are gone")));
    }

    private void stream(List<Integer> chunks) {
        InvokeModelWithResponseStreamResponseHandler handler = InvokeModelWithResponseStreamResponseHandler.builder()
                .subscriber(InvokeModelWithResponseStreamResponseHandler.Visitor.builder()
                        .onChunk(part -> chunks.add(part.bytes().asByteArray().length))
                        .build())
                .build();
        async.invokeModelWithResponseStream(r -> r.modelId(MODEL).body(SdkBytes.fromUtf8String(BODY)), handler).join();
    }
}
