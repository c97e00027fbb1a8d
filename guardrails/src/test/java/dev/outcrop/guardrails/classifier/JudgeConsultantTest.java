package dev.outcrop.guardrails.classifier;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import dev.outcrop.guardrails.assessment.Confidence;
import dev.outcrop.guardrails.config.ContentFilter.Category;
import dev.outcrop.guardrails.config.Direction;
import dev.outcrop.inference.GenerationRequest;
import dev.outcrop.inference.InferenceException;
import dev.outcrop.inference.Message;
import dev.outcrop.inference.OverloadedException;
import dev.outcrop.inference.Prompt;
import dev.outcrop.inference.Sampling;
import dev.outcrop.inference.StopReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JudgeConsultantTest {
    private static final Set<Category> ASKED = Set.of(Category.HATE, Category.VIOLENCE);

    @ParameterizedTest
    @ValueSource(strings = {"safe", " Safe\n", "\n\nSAFE"})
    void whatIsSafeIsHarmless(String answer) throws Exception {
        assertThat(opinion(ScriptedJudge.saying(answer)))
                .isEqualTo(Map.of(Category.HATE, Confidence.NONE, Category.VIOLENCE, Confidence.NONE));
    }

    /** S3 is hate and S1 sex, which nobody asked for. */
    @ParameterizedTest
    @ValueSource(strings = {"unsafe\nS3", "unsafe S3", "Unsafe\n\ns3, S1", "unsafe\nS1,S3", " unsafe\nS3\n"})
    void whatIsUnsafeIsHarmfulInTheNamedCategories(String answer) throws Exception {
        assertThat(opinion(ScriptedJudge.saying(answer)))
                .isEqualTo(Map.of(Category.HATE, Confidence.HIGH, Category.VIOLENCE, Confidence.NONE));
    }

    @Test
    void piecesOfAnAnswerAreJoined() throws Exception {
        assertThat(opinion(ScriptedJudge.saying("un", "", "safe\nS", "2", "")))
                .containsEntry(Category.VIOLENCE, Confidence.HIGH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "unsafe", "unsafe\nS7", "unsafe\nS3 because it is", "safe, I think",
            "safe unsafe S3",
            "not safe", "unsafely S3", "S3", "The text is safe", "safe\nS3", "{\"safe\":true}", "\u0000"})
    void anythingElseIsNoOpinion(String answer) {
        assertThatThrownBy(() -> opinion(ScriptedJudge.saying(answer)))
                .isInstanceOf(NoOpinionException.class)
                .hasMessage("its answer was not understood");
    }

    /** "S1" may be what is left of "S10". */
    @Test
    void anAnswerThatWasCutOffIsNoOpinion() {
        for (StopReason reason : new StopReason[]{StopReason.MAX_TOKENS, StopReason.CONTEXT_FULL}) {
            assertThatThrownBy(() -> opinion(ScriptedJudge.ending(reason, "unsafe\nS3")))
                    .isInstanceOf(NoOpinionException.class);
        }
    }

    @Test
    void aJudgeThatFailsHasNoOpinion() {
        RuntimeException failure = new InferenceException("no memory");

        assertThatThrownBy(() -> opinion(ScriptedJudge.failing(failure)))
                .isInstanceOf(NoOpinionException.class)
                .hasMessage("it failed")
                .hasCause(failure);
        assertThatThrownBy(() -> opinion(ScriptedJudge.refusing(new OverloadedException("full"))))
                .isInstanceOf(NoOpinionException.class);
        assertThatThrownBy(() -> opinion(ScriptedJudge.refusing(new IllegalStateException("a defect"))))
                .isInstanceOf(NoOpinionException.class);
    }

    @Test
    void aJudgeThatIsLateIsCancelled() {
        ScriptedJudge judge = ScriptedJudge.hanging();

        assertThatThrownBy(
                () -> consultant(judge).opinion(
                        Direction.INPUT, "text", ASKED, Deadline.in(Duration.ofMillis(1), System::nanoTime)))
                .isInstanceOf(NoOpinionException.class)
                .hasMessage("no answer in time");
        assertThat(judge.cancelled()).isPositive();
    }

    @Test
    void aCallerWhoLeavesEndsTheJudgesWork() throws Exception {
        ScriptedJudge judge = ScriptedJudge.hanging();
        AtomicReference<Throwable> end = new AtomicReference<>();
        CountDownLatch begun = new CountDownLatch(1);
        Thread caller = Thread.ofVirtual().start(() -> {
            begun.countDown();
            try {
                opinion(judge);
            } catch (NoOpinionException | InterruptedException e) {
                end.set(e);
            }
        });
        begun.await();
        caller.interrupt();
        caller.join();

        assertThat(end.get()).isInstanceOf(InterruptedException.class);
        assertThat(judge.cancelled()).isPositive();
    }

    @Test
    void asksGreedilyForAShortAnswer() throws Exception {
        ScriptedJudge judge = ScriptedJudge.saying("safe");
        opinion(judge);

        GenerationRequest request = judge.requests().getFirst();
        assertThat(request.sampling()).isEqualTo(Sampling.GREEDY);
        assertThat(request.maxTokens()).isEqualTo(64);
        assertThat(request.prompt()).isInstanceOf(Prompt.Chat.class);
    }

    @Test
    void aJudgeOfItsOwnKindSeesTheTextAlone() throws Exception {
        ScriptedJudge judge = ScriptedJudge.saying("unsafe\nS6,S10");
        Consultant guard = new JudgeConsultant("guard", judge, JudgePrompt.bare(), LabelMap.LLAMA_GUARD);

        assertThat(guard.opinion(Direction.OUTPUT, "the text", ASKED, soon()))
                .isEqualTo(Map.of(Category.HATE, Confidence.HIGH, Category.VIOLENCE, Confidence.NONE));
        assertThat(judge.requests().getFirst().prompt())
                .isEqualTo(new Prompt.Chat(List.of(new Message(Message.Role.USER, "the text"))));
        assertThat(guard.categories()).doesNotContain(Category.PROMPT_ATTACK);
        assertThat(guard.name()).isEqualTo("judge guard");
    }

    private static Map<Category, Confidence> opinion(ScriptedJudge judge)
            throws NoOpinionException, InterruptedException {
        return consultant(judge).opinion(Direction.INPUT, "text", ASKED, soon());
    }

    private static Consultant consultant(ScriptedJudge judge) {
        return new JudgeConsultant("test", judge, JudgePrompt.instructed(LabelMap.OWN, () -> "MARK"), LabelMap.OWN);
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofMinutes(1), System::nanoTime);
    }
}
