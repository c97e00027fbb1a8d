package dev.outcrop.cli.weights;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.outcrop.engines.gguf.GgufOptions;
import dev.outcrop.engines.gguf.GgufTextModel;
import dev.outcrop.engines.gguf.convert.WeightFormat;
import dev.outcrop.inference.Generation;
import dev.outcrop.inference.GenerationListener;
import dev.outcrop.inference.GenerationRequest;
import dev.outcrop.inference.GenerationResult;
import dev.outcrop.inference.Message;
import dev.outcrop.inference.Prompt;
import dev.outcrop.inference.Sampling;
import dev.outcrop.inference.TextModel;
import dev.outcrop.server.TextModels.ServedModel;
import dev.outcrop.storage.folder.FolderStore;
import dev.outcrop.wire.error.InternalServerException;
import dev.outcrop.wire.error.ModelNotReadyException;
import dev.outcrop.wire.error.ValidationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Engines come with the first call and go when nobody calls, and never under a call that runs. */
@Timeout(60)
class OwnModelsTest {
    private static final String ARN = "arn:aws:bedrock:us-east-1:123456789012:imported-model/";

    private final Path folder;
    private final Clock clock = new Clock();
    private OwnModels own;

    /** A clock that stands still. */
    private static final class Clock implements InstantSource {
        private volatile Instant now = Instant.EPOCH;

        @Override
        public Instant instant() {
            return now;
        }
    }

    /** What one generation says. */
    private static final class Ear implements GenerationListener {
        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

        @Override
        public void onStart(int promptTokens) {
            heard.add("start");
        }

        @Override
        public void onText(String text, int outputTokens) {}

        @Override
        public void onEnd(GenerationResult result) {
            heard.add("end " + result.outputTokens());
        }

        @Override
        public void onFailure(RuntimeException failure) {
            heard.add("failure " + failure.getClass().getSimpleName());
        }

        String next() throws InterruptedException {
            return String.valueOf(heard.poll(30, TimeUnit.SECONDS));
        }
    }

    OwnModelsTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        for (String model : List.of("qwen2", "llama3")) {
            Path unused = WeightsTest.copy(model, folder.resolve("bucket").resolve(model));
            assertThat(unused).isDirectory();
        }
        this.own = models(folder, clock, false);
    }

    private static OwnModels models(Path folder, InstantSource clock, boolean waits) {
        return new OwnModels(
                new WeightOptions(folder.resolve("weights"), 1L << 40, WeightFormat.SIXTEEN_BIT, Duration.ofMinutes(5),
                        waits),
                new FolderStore(null, Map.of("models", folder.resolve("bucket"))),
                file -> GgufTextModel.open(
                        file, GgufOptions.defaults().withThreads(1).withContextLength(4096).withCacheBytes(64 << 20)),
                clock);
    }

    @AfterEach
    void stop() {
        own.close();
    }

    private String imported(String model, int number) throws InterruptedException {
        String arn = ARN + model + number;
        assertThat(own.artifacts().load("s3://models/" + model, arn).bytes()).isPositive();
        return arn;
    }

    /** As SDKs do it: again and again while it is not ready. */
    private TextModel ready(String arn) {
        while (true) {
            try {
                return own.of(arn).model();
            } catch (ModelNotReadyException e) {
                Thread.onSpinWait();
            }
        }
    }

    private static GenerationRequest tokens(int count) {
        return new GenerationRequest(new Prompt.Verbatim("The rain"), Sampling.GREEDY, count, List.of());
    }

    @Test
    void theFirstCallLoads() throws Exception {
        String arn = imported("qwen2", 1);
        assertThatThrownBy(() -> own.of(arn)).isInstanceOf(ModelNotReadyException.class)
                .hasMessage("Model is not ready for inference. Wait and try your request again.");
        Ear ear = new Ear();
        Generation unused = ready(arn).generate(tokens(3), ear);
        assertThat(unused).isNotNull();
        assertThat(ear.next()).isEqualTo("start");
        assertThat(ear.next()).isEqualTo("end 3");
        assertThat(own.of(arn).servedBy()).isEqualTo("imported/qwen21");
    }

    @Test
    void aCallWaitsWhereItIsConfiguredTo() throws Exception {
        own.close();
        own = models(folder, clock, true);
        String arn = imported("qwen2", 1);
        ServedModel served = own.of(arn);
        Ear ear = new Ear();
        Generation unused = served.model().generate(tokens(2), ear);
        assertThat(unused).isNotNull();
        assertThat(ear.next()).isEqualTo("start");
        assertThat(ear.next()).isEqualTo("end 2");
    }

    @Test
    void whatIsIdleIsUnloadedAndLoadedAgain() throws Exception {
        String arn = imported("qwen2", 1);
        TextModel model = ready(arn);
        clock.now = Instant.EPOCH.plus(Duration.ofSeconds(299));
        own.unloadIdle();
        assertThat(own.loaded()).isEqualTo(1);
        clock.now = Instant.EPOCH.plus(Duration.ofSeconds(301));
        own.unloadIdle();
        assertThat(own.loaded()).isZero();
        assertThatThrownBy(() -> model.generate(tokens(1), new Ear())).isInstanceOf(ModelNotReadyException.class);
        assertThat(ready(arn)).isNotSameAs(model);
    }

    @Test
    void aCallThatRunsEndsThoughItsModelIsDeleted() throws Exception {
        String arn = imported("llama3", 1);
        TextModel model = ready(arn);
        Ear ear = new Ear();
        Generation generation = model.generate(tokens(50), ear);
        generation.pause();
        clock.now = Instant.EPOCH.plus(Duration.ofHours(1));
        own.unloadIdle();
        assertThat(own.loaded()).as("a paused call runs").isEqualTo(1);
        own.artifacts().delete(arn);
        assertThat(own.loaded()).isZero();
        assertThat(folder.resolve("weights")).isEmptyDirectory();
        assertThatThrownBy(() -> model.generate(tokens(1), new Ear())).isInstanceOf(ModelNotReadyException.class);
        generation.resume();
        assertThat(ear.next()).isEqualTo("start");
        assertThat(ear.next()).startsWith("end ");
    }

    @Test
    void aCallThatIsCancelledDoesNotHoldItsModel() throws Exception {
        String arn = imported("qwen2", 1);
        Generation generation = ready(arn).generate(tokens(4000), new Ear());
        generation.cancel();
        generation.cancel();
        clock.now = Instant.EPOCH.plus(Duration.ofHours(1));
        own.unloadIdle();
        assertThat(own.loaded()).isZero();
    }

    @Test
    void aModelWithoutTemplateTakesNoConversations() throws Exception {
        TextModel model = ready(imported("llama3", 1));
        Prompt chat = new Prompt.Chat(List.of(new Message(Message.Role.USER, "Hi")));
        assertThatThrownBy(() -> model.generate(
                new GenerationRequest(chat, Sampling.GREEDY, 1, List.of()), new Ear()))
                .isInstanceOf(ValidationException.class)
                .hasMessageStartingWith("This action doesn't support the model that you provided.");
        assertThatThrownBy(() -> model.countTokens(chat)).isInstanceOf(ValidationException.class);
        assertThat(model.countTokens(new Prompt.Verbatim("Hi"))).isPositive();
    }

    @Test
    void noMoreThanFourStayLoaded() throws Exception {
        for (int i = 0; i < 6; i++) {
            clock.now = Instant.EPOCH.plus(Duration.ofSeconds(i));
            assertThat(ready(imported("qwen2", i))).isNotNull();
        }
        assertThat(own.loaded()).isEqualTo(4);
        assertThat(own.of(ARN + "qwen25").model()).isNotNull();
        assertThatThrownBy(() -> own.of(ARN + "qwen20")).as("idle longest").isInstanceOf(ModelNotReadyException.class);
    }

    @Test
    void weightsThatAreGoneAreAnError() throws Exception {
        String arn = ARN + "nothing";
        assertThatThrownBy(() -> ready(arn)).isInstanceOf(InternalServerException.class)
                .hasMessage("The weights of the model cannot be loaded; the log says why.");
    }
}
