package dev.outcrop.guardrails.content;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.outcrop.guardrails.assessment.Confidence;
import dev.outcrop.guardrails.assessment.Effect;
import dev.outcrop.guardrails.assessment.Finding;
import dev.outcrop.guardrails.config.ContentFilter;
import dev.outcrop.guardrails.config.ContentFilter.Category;
import dev.outcrop.guardrails.config.Direction;
import dev.outcrop.guardrails.config.Handling;
import dev.outcrop.guardrails.config.Handlings;
import dev.outcrop.guardrails.config.Strength;
import dev.outcrop.guardrails.testing.NoEncoder;
import dev.outcrop.guardrails.text.AssessedText;
import dev.outcrop.guardrails.text.ContentBlock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What strengths, directions and blocks make of a classifier's confidence; the confidence is what the text says. */
class ContentPolicyTest {

    private static final HarmClassifier LITERAL = (_, text, categories) -> {
        Map<Category, Judgement> judgements = new EnumMap<>(Category.class);
        categories.forEach(category -> judgements.put(category, new Judgement(Confidence.valueOf(text.text()), null)));
        return judgements;
    };

    @ParameterizedTest
    @CsvSource({"NONE, LOW, false", "LOW, LOW, false", "MEDIUM, LOW, false", "HIGH, LOW, true", "NONE, MEDIUM, false",
            "LOW, MEDIUM, false", "MEDIUM, MEDIUM, true", "HIGH, MEDIUM, true", "NONE, HIGH, false", "LOW, HIGH, true",
            "MEDIUM, HIGH, true", "HIGH, HIGH, true"})
    void detectsAsTheStrengthSays(Confidence confidence, Strength strength, boolean detected) {
        ContentPolicy policy = policy(filter(Category.INSULTS, strength, Handlings.BLOCK));

        assertThat(policy.assess(Direction.INPUT, texts(confidence.name()))).containsExactly(
                new Finding.Filter(
                        Category.INSULTS,
                        confidence,
                        strength,
                        detected ? Effect.BLOCKED : Effect.NONE,
                        detected,
                        null));
    }

    @Test
    void doesNotLookWhereTheStrengthIsNone() {
        ContentFilter filter = new ContentFilter(Category.HATE, Strength.NONE, Strength.HIGH, Handlings.BLOCK);

        assertThat(policy(filter).assess(Direction.INPUT, texts("HIGH"))).isEmpty();
        assertThat(policy(filter).usage(Direction.INPUT, texts("HIGH")).content()).isZero();
        assertThat(policy(filter).assess(Direction.OUTPUT, texts("HIGH"))).hasSize(1);
    }

    @Test
    void reportsWithoutEffectWhereTheActionIsNone() {
        Handlings detect = new Handlings(Handling.DETECT, Handling.BLOCK);
        ContentPolicy policy = policy(filter(Category.INSULTS, Strength.HIGH, detect));

        Finding finding = policy.assess(Direction.INPUT, texts("HIGH")).getFirst();

        assertThat(finding.detected()).isTrue();
        assertThat(finding.effect()).isEqualTo(Effect.NONE);
    }

    @Test
    void doesNotLookWhereTheDirectionIsDisabled() {
        Handlings outputOnly = new Handlings(Handling.DISABLED, Handling.BLOCK);
        ContentPolicy policy = policy(filter(Category.INSULTS, Strength.HIGH, outputOnly));

        assertThat(policy.assess(Direction.INPUT, texts("HIGH"))).isEmpty();
        assertThat(policy.usage(Direction.INPUT, texts("HIGH")).content()).isZero();
    }

    @Test
    void theMostHarmfulBlockDecides() {
        ContentPolicy policy = policy(filter(Category.VIOLENCE, Strength.LOW, Handlings.BLOCK));

        assertThat(policy.assess(Direction.OUTPUT, texts("LOW", "HIGH", "MEDIUM")))
                .extracting(finding -> ((Finding.Filter) finding).confidence())
                .containsExactly(Confidence.HIGH);
    }

    @Test
    void looksOnlyAtGuardedBlocks() {
        ContentPolicy policy = policy(filter(Category.VIOLENCE, Strength.HIGH, Handlings.BLOCK));
        List<AssessedText> content = List.of(
                new AssessedText(0, ContentBlock.unguarded("HIGH"), new NoEncoder()),
                new AssessedText(1, ContentBlock.guarded("NONE"), new NoEncoder()));

        assertThat(policy.assess(Direction.INPUT, content)).singleElement()
                .matches(finding -> !finding.detected());
    }

    @Test
    void looksForPromptAttacksOnlyInAttackableInput() {
        ContentPolicy policy = policy(
                new ContentFilter(Category.PROMPT_ATTACK, Strength.HIGH, Strength.HIGH, Handlings.BLOCK),
                filter(Category.HATE, Strength.HIGH, Handlings.BLOCK));
        ContentBlock untagged = new ContentBlock("HIGH", ContentBlock.Role.CONTENT, true, false);
        List<AssessedText> content = List.of(new AssessedText(0, untagged, new NoEncoder()));

        assertThat(categories(policy.assess(Direction.INPUT, content))).containsExactly(Category.HATE);
        assertThat(categories(policy.assess(Direction.OUTPUT, texts("HIGH")))).containsExactly(Category.HATE);
        assertThat(categories(policy.assess(Direction.INPUT, texts("HIGH"))))
                .containsExactly(Category.PROMPT_ATTACK, Category.HATE);
    }

    @Test
    void countsUnitsOfWhatItLookedAt() {
        ContentPolicy policy = policy(filter(Category.HATE, Strength.HIGH, Handlings.BLOCK));

        assertThat(policy.usage(Direction.INPUT, texts("x".repeat(1_000))).content()).isEqualTo(1);
        assertThat(policy.usage(Direction.INPUT, texts("x".repeat(1_000), "y")).content()).isEqualTo(2);
    }

    @Test
    void namesWhoDecided() {
        HarmClassifier judge = (_, _, _) -> Map.of(Category.HATE, new Judgement(Confidence.HIGH, "a judge"));
        ContentPolicy policy = new ContentPolicy(List.of(filter(Category.HATE, Strength.LOW, Handlings.BLOCK)), judge);

        assertThat(policy.assess(Direction.INPUT, texts("anything"))).singleElement()
                .matches(finding -> "a judge".equals(((Finding.Filter) finding).decidedBy()));
    }

    private static ContentPolicy policy(ContentFilter... filters) {
        return new ContentPolicy(List.of(filters), LITERAL);
    }

    private static ContentFilter filter(Category category, Strength strength, Handlings handlings) {
        return new ContentFilter(category, strength, strength, handlings);
    }

    private static List<AssessedText> texts(String... texts) {
        return IntStream.range(0, texts.length)
                .mapToObj(i -> new AssessedText(i, ContentBlock.guarded(texts[i]), new NoEncoder()))
                .toList();
    }

    private static List<Category> categories(List<Finding> findings) {
        return findings.stream().map(finding -> ((Finding.Filter) finding).category()).toList();
    }
}
