package dev.outcrop.guardrails.classifier;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import dev.outcrop.guardrails.assessment.Confidence;
import dev.outcrop.guardrails.classifier.Consultation.Fallback;
import dev.outcrop.guardrails.classifier.Consultation.When;
import dev.outcrop.guardrails.config.ContentFilter.Category;
import dev.outcrop.guardrails.config.Direction;
import dev.outcrop.guardrails.content.HarmClassifier;
import dev.outcrop.guardrails.content.Judgement;
import dev.outcrop.guardrails.policy.AssessmentException;
import dev.outcrop.guardrails.testing.NoEncoder;
import dev.outcrop.guardrails.text.AssessedText;
import dev.outcrop.guardrails.text.ContentBlock;
import dev.outcrop.inference.InferenceException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** When a second opinion is asked for, what it decides, and what holds without one. */
class ConsultingClassifierTest {
    /** One category for each confidence. */
    private static final Map<Category, Confidence> FIRST = Map.of(
            Category.SEXUAL, Confidence.NONE,
            Category.HATE, Confidence.LOW,
            Category.INSULTS, Confidence.MEDIUM,
            Category.VIOLENCE, Confidence.HIGH,
            Category.PROMPT_ATTACK, Confidence.MEDIUM);
    private static final HarmClassifier EMBEDDED = (_, _, categories) -> {
        Map<Category, Judgement> judgements = new EnumMap<>(Category.class);
        categories.forEach(category -> judgements.put(category,
                new Judgement(FIRST.getOrDefault(category, Confidence.NONE), null)));
        return judgements;
    };

    private final List<String> texts = new ArrayList<>();
    private final List<Set<Category>> asked = new ArrayList<>();

    @AfterEach
    void forgetInterrupts() {
        Thread.interrupted();
    }

    @Test
    void asksWhereTheFirstIsNotSureAndTheSecondCanTell() {
        Map<Category, Judgement> judgements = judge(When.UNCERTAIN, Fallback.BLOCK, Confidence.NONE, "text");

        assertThat(asked).containsExactly(EnumSet.of(Category.HATE, Category.INSULTS));
        assertThat(judgements).isEqualTo(
                Map.of(
                        Category.SEXUAL, new Judgement(Confidence.NONE, null),
                        Category.HATE, new Judgement(Confidence.NONE, "by hand"),
                        Category.INSULTS, new Judgement(Confidence.NONE, "by hand"),
                        Category.VIOLENCE, new Judgement(Confidence.HIGH, null),
                        Category.PROMPT_ATTACK, new Judgement(Confidence.MEDIUM, null)));
    }

    @Test
    void asksAlwaysWhenToldSo() {
        Map<Category, Judgement> judgements = judge(When.ALWAYS, Fallback.EMBEDDED, Confidence.LOW, "text");

        assertThat(judgements.get(Category.SEXUAL)).isEqualTo(new Judgement(Confidence.LOW, "by hand"));
        assertThat(judgements.get(Category.VIOLENCE)).isEqualTo(new Judgement(Confidence.LOW, "by hand"));
        assertThat(judgements.get(Category.PROMPT_ATTACK)).isEqualTo(new Judgement(Confidence.MEDIUM, null));
    }

    @Test
    void asksNobodyAboutACertainText() {
        new ConsultingClassifier(EMBEDDED, consultation(When.UNCERTAIN, Fallback.BLOCK, _ -> Confidence.HIGH),
                System::nanoTime).judge(Direction.INPUT, text("text"), Set.of(Category.SEXUAL, Category.VIOLENCE));

        assertThat(asked).isEmpty();
    }

    @Test
    void asksNobodyAboutABlankText() {
        assertThat(judge(When.ALWAYS, Fallback.BLOCK, Confidence.HIGH, " \n").get(Category.SEXUAL))
                .isEqualTo(new Judgement(Confidence.NONE, null));
        assertThat(asked).isEmpty();
    }

    /** The disguise alone says nothing; what is behind it decides. */
    @Test
    void asksAboutEveryReadingOfATextAndTheWorstDecides() {
        String plain = "the quick brown fox jumps over the lazy dog and runs away";
        String disguised = Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
        HarmClassifier classifier = new ConsultingClassifier(EMBEDDED,
                consultation(When.UNCERTAIN, Fallback.EMBEDDED,
                        text -> text.contains("fox") ? Confidence.HIGH : Confidence.NONE),
                System::nanoTime);

        Map<Category, Judgement> judgements = classifier.judge(Direction.INPUT, text(disguised), FIRST.keySet());

        assertThat(texts).hasSizeGreaterThan(1).contains(disguised).anyMatch(text -> text.contains("fox"));
        assertThat(judgements.get(Category.HATE)).isEqualTo(new Judgement(Confidence.HIGH, "by hand"));
    }

    @Test
    void keepsTheFirstJudgementWhenTheFallbackSaysSo() {
        Map<Category, Judgement> judgements = withoutOpinion(Fallback.EMBEDDED);

        String why = "fallback embedded: judge test: it failed";
        assertThat(judgements.get(Category.HATE)).isEqualTo(new Judgement(Confidence.LOW, why));
        assertThat(judgements.get(Category.INSULTS)).isEqualTo(new Judgement(Confidence.MEDIUM, why));
        assertThat(judgements.get(Category.SEXUAL)).isEqualTo(new Judgement(Confidence.NONE, null));
    }

    @Test
    void takesATextForHarmfulWhenTheFallbackSaysSo() {
        Map<Category, Judgement> judgements = withoutOpinion(Fallback.BLOCK);

        String why = "fallback block: judge test: it failed";
        assertThat(judgements.get(Category.HATE)).isEqualTo(new Judgement(Confidence.HIGH, why));
        assertThat(judgements.get(Category.INSULTS)).isEqualTo(new Judgement(Confidence.HIGH, why));
        assertThat(judgements.get(Category.SEXUAL)).isEqualTo(new Judgement(Confidence.NONE, null));
        assertThat(judgements.get(Category.VIOLENCE)).isEqualTo(new Judgement(Confidence.HIGH, null));
    }

    /** The deadline is the text's, not that of each of its readings. */
    @Test
    void aLateJudgeIsNamedInTheTrace() {
        ScriptedJudge judge = ScriptedJudge.hanging();
        HarmClassifier classifier = new ConsultingClassifier(EMBEDDED,
                new Consultation(consultant(judge), When.ALWAYS, Duration.ofMillis(1), Fallback.BLOCK),
                System::nanoTime);

        assertThat(classifier.judge(Direction.INPUT, text("text"), Set.of(Category.SEXUAL)))
                .containsEntry(Category.SEXUAL,
                        new Judgement(Confidence.HIGH, "fallback block: judge test: no answer in time"));
        assertThat(judge.cancelled()).isPositive();
    }

    @Test
    void anInterruptEndsTheAssessmentAndIsNoFallback() {
        ScriptedJudge judge = ScriptedJudge.hanging();
        HarmClassifier classifier = new ConsultingClassifier(EMBEDDED,
                new Consultation(consultant(judge), When.ALWAYS, Duration.ofMinutes(1), Fallback.EMBEDDED),
                System::nanoTime);
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> classifier.judge(Direction.INPUT, text("text"), Set.of(Category.SEXUAL)))
                .isInstanceOf(AssessmentException.class);
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        assertThat(judge.cancelled()).isPositive();
    }

    @Test
    void whatTheFirstCannotDecideStaysUndecided() {
        HarmClassifier broken = (_, _, _) -> {
            throw new AssessmentException("no tokens", null);
        };
        HarmClassifier classifier = new ConsultingClassifier(
                broken, consultation(When.ALWAYS, Fallback.EMBEDDED, _ -> Confidence.NONE), System::nanoTime);

        assertThatThrownBy(() -> classifier.judge(Direction.INPUT, text("text"), Set.of(Category.SEXUAL)))
                .isInstanceOf(AssessmentException.class);
    }

    private Map<Category, Judgement> judge(When when, Fallback fallback, Confidence second, String text) {
        return new ConsultingClassifier(EMBEDDED, consultation(when, fallback, _ -> second), System::nanoTime)
                .judge(Direction.INPUT, text(text), FIRST.keySet());
    }

    private static Map<Category, Judgement> withoutOpinion(Fallback fallback) {
        ScriptedJudge judge = ScriptedJudge.failing(new InferenceException("no memory"));
        return new ConsultingClassifier(EMBEDDED,
                new Consultation(consultant(judge), When.UNCERTAIN, Duration.ofMinutes(1), fallback), System::nanoTime)
                .judge(Direction.INPUT, text("text"), FIRST.keySet());
    }

    private static Consultant consultant(ScriptedJudge judge) {
        return new JudgeConsultant("test", judge, JudgePrompt.bare(), LabelMap.OWN);
    }

    /** Cannot tell prompt attacks; remembers what it is asked. */
    private Consultation consultation(
            When when, Fallback fallback, Function<String, Confidence> opinion) {
        Consultant consultant = new Consultant() {
            @Override
            public String name() {
                return "by hand";
            }

            @Override
            public Set<Category> categories() {
                return EnumSet.complementOf(EnumSet.of(Category.PROMPT_ATTACK));
            }

            @Override
            public Map<Category, Confidence> opinion(
                    Direction direction, String text, Set<Category> categories, Deadline deadline) {
                texts.add(text);
                asked.add(Set.copyOf(categories));
                Map<Category, Confidence> all = new EnumMap<>(Category.class);
                categories.forEach(category -> all.put(category, opinion.apply(text)));
                return all;
            }
        };
        return new Consultation(consultant, when, Duration.ofMinutes(1), fallback);
    }

    private static AssessedText text(String text) {
        return new AssessedText(0, ContentBlock.guarded(text), new NoEncoder());
    }
}
