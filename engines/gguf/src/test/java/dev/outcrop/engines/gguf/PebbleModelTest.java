package dev.outcrop.engines.gguf;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.outcrop.engines.gguf.testing.Golden;
import dev.outcrop.inference.Generation;
import dev.outcrop.inference.GenerationRequest;
import dev.outcrop.inference.Message;
import dev.outcrop.inference.Prompt;
import dev.outcrop.inference.Sampling;
import dev.outcrop.inference.StopReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Conversations with the embedded model, as text and by its own chat template. */
class PebbleModelTest {

    private static final Path MODELS = Path.of("../../models/src");

    private final GgufTextModel model = GgufTextModel.open(
            MODELS.resolve("main/resources/dev/outcrop/models/pebble.gguf"), GgufOptions.defaults().withThreads(1));

    @AfterEach
    void close() {
        model.close();
    }

    @Test
    void everyFormOfAConversationGetsTheGoldenAnswer() {
        for (JsonNode golden : Golden.read(MODELS.resolve("test/resources/pebble-golden.json"))) {
            String text = golden.get("text").stringValue();
            assertAnswer(new Prompt.Verbatim(text), golden);
            if (golden.get("messages").isArray()) {
                Prompt.Chat chat = chat(golden.get("messages"));
                assertAnswer(chat, golden);
                assertAnswer(new Prompt.Templated(text, List.of("<|im_start|>", "<|im_end|>"), chat), golden);
                assertAnswer(new Prompt.Templated("[INST] another template", List.of("[INST]"), chat), golden);
            }
        }
    }

    private void assertAnswer(Prompt prompt, JsonNode golden) {
        Recorder recorder = new Recorder();
        int most = golden.get("greedyIds").size();
        Generation _ = model.generate(new GenerationRequest(prompt, Sampling.GREEDY, most, List.of()), recorder);
        assertThat(recorder.await().promptTokens()).isEqualTo(golden.get("promptIds").size());
        assertThat(recorder.text()).isEqualTo(golden.get("answer").stringValue());
        boolean ends = golden.get("stopsAt").isNumber();
        assertThat(recorder.await().stopReason()).isEqualTo(ends ? StopReason.END_OF_TURN : StopReason.MAX_TOKENS);
        assertThat(recorder.await().outputTokens()).isEqualTo(ends ? golden.get("stopsAt").intValue() : most);
    }

    private static Prompt.Chat chat(JsonNode messages) {
        List<Message> turns = new ArrayList<>();
        for (JsonNode message : messages) {
            turns.add(new Message(
                    Message.Role.valueOf(message.get("role").stringValue().toUpperCase(Locale.ROOT)),
                    message.get("content").stringValue()));
        }
        return new Prompt.Chat(turns);
    }
}
