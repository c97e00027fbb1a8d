package dev.outcrop.server.runtime;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.outcrop.inference.Generation;
import dev.outcrop.inference.GenerationListener;
import dev.outcrop.inference.GenerationRequest;
import dev.outcrop.inference.GenerationResult;
import dev.outcrop.inference.Prompt;
import dev.outcrop.inference.StopReason;
import dev.outcrop.inference.TextModel;
import dev.outcrop.server.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** A model that is ahead of the relay before it has handed over its generation is held back as soon as it has. */
@Timeout(60)
class EagerModelTest {
    private static final int AHEAD = StreamedAnswer.MAX_QUEUED + 44;
    private static final String TARGET = "/model/meta.llama3-8b-instruct-v1:0/invoke-with-response-stream";

    @Test
    void isPausedByWhatItProducedBeforeItReturnedAndGoesOn() throws Exception {
        EagerModel model = new EagerModel(AHEAD);
        try (TestServer server = new TestServer(model)) {
            HttpResponse<byte[]> response = server.post(TARGET, "{\"prompt\":\"Hi\"}");
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(TestServer.frames(response.body())).hasSize(AHEAD + 1);
        }
        assertThat(model.calls).startsWith("pause", "resume");
    }

    @Test
    void isLeftAloneWhenLittleWaits() throws Exception {
        EagerModel model = new EagerModel(StreamedAnswer.MAX_QUEUED / 2);
        try (TestServer server = new TestServer(model)) {
            HttpResponse<byte[]> response = server.post(TARGET, "{\"prompt\":\"Hi\"}");
            assertThat(TestServer.frames(response.body())).hasSize(StreamedAnswer.MAX_QUEUED / 2 + 1);
        }
        assertThat(model.calls).doesNotContain("pause");
    }

    /** Says all its text before {@link #generate} returns, and ends its answer when it is first told to go on. */
    private static final class EagerModel implements TextModel {
        private final int tokens;
        private final List<String> calls = new CopyOnWriteArrayList<>();

        EagerModel(int tokens) {
            this.tokens = tokens;
        }

        @Override
        public String name() {
            return "eager";
        }

        @Override
        public int contextLength() {
            return 4_096;
        }

        @Override
        public int countTokens(Prompt prompt) {
            return 1;
        }

        @Override
        public Generation generate(GenerationRequest request, GenerationListener listener) {
            listener.onStart(1);
            for (int token = 1; token <= tokens; token++) {
                listener.onText("t ", token);
            }
            return new Generation() {
                @Override
                public void cancel() {}

                @Override
                public void pause() {
                    calls.add("pause");
                }

                @Override
                public void resume() {
                    calls.add("resume");
                    if (calls.indexOf("resume") == calls.size() - 1) {
                        listener.onEnd(new GenerationResult(1, tokens, StopReason.END_OF_TURN, null));
                    }
                }
            };
        }

        @Override
        public void close() {}
    }
}
