package dev.outcrop.engines.gguf;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import dev.outcrop.engines.gguf.file.GgufException;
import dev.outcrop.engines.gguf.testing.Golden;
import dev.outcrop.inference.Generation;
import dev.outcrop.inference.GenerationRequest;
import dev.outcrop.inference.GenerationResult;
import dev.outcrop.inference.InferenceException;
import dev.outcrop.inference.OverloadedException;
import dev.outcrop.inference.Prompt;
import dev.outcrop.inference.PromptTooLongException;
import dev.outcrop.inference.Sampling;
import dev.outcrop.inference.StopReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The text model as callers see it, on a golden model that is kept from ending its turn. */
class GgufTextModelTest {

    private static final GgufOptions OPTIONS = GgufOptions.defaults().withThreads(1).withMaxSequences(2)
            .withMaxQueued(1);

    private static final int END_TOKEN = 2;
    private static final Sampling ENDLESS = new Sampling(0, 0, 1, 0, 1, 0, 0, Map.of(END_TOKEN, -1000.0),
            OptionalLong.empty());

    private final GgufTextModel model = GgufTextModel.open(Golden.model("llama-untied-f32"), OPTIONS);

    @AfterEach
    void close() {
        model.close();
    }

    private static GenerationRequest request(String text, int maxTokens, String... stopSequences) {
        return new GenerationRequest(new Prompt.Verbatim(text), ENDLESS, maxTokens, List.of(stopSequences));
    }

    private Recorder run(GenerationRequest request) {
        Recorder recorder = new Recorder();
        Generation _ = model.generate(request, recorder);
        recorder.await();
        return recorder;
    }

    @Test
    void itSaysWhatItIs() {
        assertThat(model.name()).isEqualTo("llama-untied");
        assertThat(model.contextLength()).isEqualTo(512);
    }

    @Test
    void maxTokensEndsTheAnswer() {
        Recorder recorder = run(request("The quiet river", 7));
        int prompt = model.countTokens(new Prompt.Verbatim("The quiet river"));
        assertThat(recorder.await()).isEqualTo(new GenerationResult(prompt, 7, StopReason.MAX_TOKENS, null));
        assertThat(recorder.promptTokens()).isEqualTo(prompt);
        assertThat(recorder.tokens()).isEqualTo(7);
    }

    @Test
    void zeroTokensOnlyReadThePrompt() {
        Recorder recorder = run(request("The quiet river", 0));
        assertThat(recorder.await().outputTokens()).isZero();
        assertThat(recorder.await().stopReason()).isEqualTo(StopReason.MAX_TOKENS);
        assertThat(recorder.text()).isEmpty();
    }

    @Test
    void aStopSequenceEndsTheAnswerBeforeItsText() {
        String whole = run(request("The quiet river", 30)).text();
        for (int length = 1; length <= 6; length++) {
            int at = whole.length() / 2;
            String stop = whole.substring(at, at + length);
            Recorder recorder = run(request("The quiet river", 30, "never in there", stop));
            assertThat(recorder.await().stopReason()).as(stop).isEqualTo(StopReason.STOP_SEQUENCE);
            assertThat(recorder.await().stopSequence()).isEqualTo(stop);
            assertThat(recorder.text()).isEqualTo(whole.substring(0, whole.indexOf(stop)));
        }
    }

    @Test
    void anAnswerThatFillsTheContextSaysSo() {
        Recorder recorder = run(request("The quiet river", 100_000));
        GenerationResult result = recorder.await();
        assertThat(result.stopReason()).isEqualTo(StopReason.CONTEXT_FULL);
        assertThat(result.promptTokens() + result.outputTokens()).isEqualTo(512);
    }

    @Test
    void theEndTokenEndsTheTurnAndIsNotCounted() {
        Map<Integer, Double> onlyTheEnd = Map.of(END_TOKEN, 1000.0);
        Sampling sampling = new Sampling(0, 0, 1, 0, 1, 0, 0, onlyTheEnd, OptionalLong.empty());
        Recorder recorder = run(new GenerationRequest(new Prompt.Verbatim("Once"), sampling, 10, List.of()));
        assertThat(recorder.await().stopReason()).isEqualTo(StopReason.END_OF_TURN);
        assertThat(recorder.await().outputTokens()).isZero();
        assertThat(recorder.text()).isEmpty();
    }

    @Test
    void aPromptThatDoesNotFitIsRefusedWithItsLength() {
        String text = "river ".repeat(600);
        Recorder recorder = new Recorder();
        Generation _ = model.generate(request(text, 1), recorder);
        assertThat(recorder.awaitFailure()).isInstanceOfSatisfying(PromptTooLongException.class, failure -> {
            assertThat(failure.promptTokens()).isEqualTo(model.countTokens(new Prompt.Verbatim(text)));
            assertThat(failure.contextLength()).isEqualTo(512);
        });
        assertThat(recorder.promptTokens()).isNegative();
    }

    @Test
    void generationsTogetherGiveWhatEachGivesAlone() {
        List<String> prompts = List.of("The quiet river", "Once", "In a small house by the sea there lived a cat");
        List<String> alone = prompts.stream().map(prompt -> run(request(prompt, 40)).text()).toList();
        List<Recorder> together = new ArrayList<>();
        for (String prompt : prompts) {
            together.add(new Recorder());
            Generation _ = model.generate(request(prompt, 40), together.getLast());
        }
        together.forEach(Recorder::await);
        assertThat(together).extracting(Recorder::text).isEqualTo(alone);
    }

    @Test
    void afterCancelNoCallBegins() {
        for (int attempt = 0; attempt < 50; attempt++) {
            AtomicInteger callsAfter = new AtomicInteger();
            CountDownLatch generating = new CountDownLatch(1);
            Recorder recorder = new Recorder();
            AtomicBoolean cancelled = new AtomicBoolean();
            recorder.onToken = count -> {
                generating.countDown();
                if (cancelled.get()) {
                    callsAfter.incrementAndGet();
                }
            };
            Generation generation = model.generate(request("The quiet river", 400), recorder);
            Recorder.awaitLatch(generating);
            generation.cancel();
            cancelled.set(true);
            run(request("Once", 1));
            assertThat(callsAfter).hasValue(0);
            assertThat(recorder.isOver()).isFalse();
        }
    }

    @Test
    void aListenerMayCancelItself() {
        CompletableFuture<Generation> generation = new CompletableFuture<>();
        CountDownLatch third = new CountDownLatch(1);
        Recorder recorder = new Recorder();
        recorder.onToken = count -> {
            if (count == 3) {
                generation.join().cancel();
                third.countDown();
            }
        };
        generation.complete(model.generate(request("The quiet river", 400), recorder));
        Recorder.awaitLatch(third);
        run(request("Once", 1));
        assertThat(recorder.tokens()).isEqualTo(3);
        assertThat(recorder.isOver()).isFalse();
    }

    @Test
    void aPausedGenerationWaitsAndThenGoesOnAsIfNothingHadHappened() {
        String whole = run(request("The quiet river", 20)).text();
        CompletableFuture<Generation> generation = new CompletableFuture<>();
        CountDownLatch paused = new CountDownLatch(1);
        Recorder recorder = new Recorder();
        recorder.onToken = count -> {
            if (count == 5) {
                generation.join().pause();
                paused.countDown();
            }
        };
        generation.complete(model.generate(request("The quiet river", 20), recorder));
        Recorder.awaitLatch(paused);
        run(request("Once", 10));
        assertThat(recorder.tokens()).isEqualTo(5);
        generation.join().resume();
        recorder.await();
        assertThat(recorder.text()).isEqualTo(whole);
    }

    @Test
    void moreGenerationsThanMayWaitAreTurnedAway() {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch blocked = new CountDownLatch(1);
        Recorder blocker = new Recorder();
        blocker.onToken = count -> {
            blocked.countDown();
            Recorder.awaitLatch(go);
        };
        Generation _ = model.generate(request("Once", 2), blocker);
        Recorder.awaitLatch(blocked);
        List<Recorder> accepted = List.of(new Recorder(), new Recorder());
        accepted.forEach(recorder -> model.generate(request("Once", 2), recorder));
        assertThatThrownBy(() -> model.generate(request("Once", 1), new Recorder()))
                .isInstanceOf(OverloadedException.class);
        go.countDown();
        accepted.forEach(Recorder::await);
    }

    @Test
    void closingEndsWhatRuns() {
        CountDownLatch generating = new CountDownLatch(1);
        Recorder recorder = new Recorder();
        recorder.onToken = count -> generating.countDown();
        Generation _ = model.generate(request("The quiet river", 400), recorder);
        Recorder.awaitLatch(generating);
        model.close();
        assertThat(recorder.awaitFailure()).isInstanceOf(InferenceException.class).hasMessageContaining("closed");
        assertThatThrownBy(() -> model.generate(request("Once", 1), new Recorder()))
                .isInstanceOf(InferenceException.class);
        model.close();
    }

    @Test
    void theContextMayBeShorterThanTheModelsButNotLonger() {
        try (GgufTextModel shorter = GgufTextModel.open(Golden.model("llama-untied-f32"),
                OPTIONS.withContextLength(20))) {
            assertThat(shorter.contextLength()).isEqualTo(20);
            Recorder recorder = new Recorder();
            Generation _ = shorter.generate(request("The quiet river", 100), recorder);
            assertThat(recorder.await().promptTokens() + recorder.await().outputTokens()).isEqualTo(20);
        }
        assertThatThrownBy(() -> GgufTextModel.open(Golden.model("llama-untied-f32"), OPTIONS.withContextLength(513)))
                .isInstanceOf(GgufException.class)
                .hasMessage("A context of 513 tokens was configured, but the model was made for 512.");
    }

    @Test
    void littleCacheMeansAShorterContext() {
        long page = 64L * 2 * (64 + 64) * 4;
        try (GgufTextModel small = GgufTextModel.open(Golden.model("llama-untied-f32"),
                OPTIONS.withCacheBytes(3 * page + 1))) {
            assertThat(small.contextLength()).isEqualTo(192);
        }
        assertThatThrownBy(() -> GgufTextModel.open(Golden.model("llama-untied-f32"), OPTIONS.withCacheBytes(page - 1)))
                .isInstanceOf(GgufException.class).hasMessageContaining("too small");
        assertThatThrownBy(() -> GgufTextModel.open(Golden.model("llama-untied-f32"),
                OPTIONS.withCacheBytes(page).withContextLength(100)))
                .isInstanceOf(GgufException.class).hasMessageContaining("too small");
    }

    @Test
    void aModelInMemoryIsTheSameModel() throws IOException {
        byte[] bytes = Files.readAllBytes(Golden.model("llama-untied-f32"));
        try (GgufTextModel copy = GgufTextModel.open(MemorySegment.ofArray(bytes), "copy", OPTIONS)) {
            Recorder recorder = new Recorder();
            Generation _ = copy.generate(request("The quiet river", 20), recorder);
            recorder.await();
            assertThat(recorder.text()).isEqualTo(run(request("The quiet river", 20)).text());
        }
    }

    @Test
    void filesThatAreNoTextModelAreRefusedByName() {
        assertThatThrownBy(() -> GgufTextModel.open(Golden.FOLDER.resolve("loading/bad-unknown-architecture.gguf"),
                OPTIONS)).isInstanceOf(GgufException.class).hasMessageContaining("'nosucharch'");
        assertThatThrownBy(() -> GgufTextModel.open(Golden.FOLDER.resolve("loading/bad-truncated-in-tensor-data.gguf"),
                OPTIONS)).isInstanceOf(GgufException.class).hasMessageContaining("lies beyond the end of the file");
    }
}
