package dev.outcrop.guardrails.stream;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import dev.outcrop.guardrails.Guardrail;
import dev.outcrop.guardrails.assessment.Effect;
import dev.outcrop.guardrails.assessment.Finding;
import dev.outcrop.guardrails.assessment.Span;
import dev.outcrop.guardrails.config.GroundingFilter;
import dev.outcrop.guardrails.config.PiiType;
import dev.outcrop.guardrails.policy.AssessmentException;
import dev.outcrop.guardrails.policy.Policy;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StreamGuardTest {
    private static final Windows WINDOWS = new Windows(1_000, 100, 4_000, Duration.ofSeconds(1));
    private static final String FILLER = "Nothing to see here. ";

    private final AtomicLong now = new AtomicLong();

    private StreamGuard guard(Policy... policies) {
        return StreamGuard.synchronous(LocalPolicies.guardrail(policies), List.of(), WINDOWS, now::get);
    }

    private StreamGuard guard() {
        return guard(LocalPolicies.phrases(), LocalPolicies.sensitive());
    }

    @Test
    void anAddressThatIsSplitOverFiveTokensIsMasked() {
        StreamedText streamed = StreamedText.of(guard(),
                List.of("Write to ", "ja", "ne.", "doe@", "example", ".com", " today."));

        assertThat(streamed.released()).isEqualTo("Write to {EMAIL} today.");
        assertThat(streamed.findings()).containsExactly(
                new Finding.Pii(PiiType.EMAIL, "jane.doe@example.com", new Span(0, 9, 29), Effect.ANONYMIZED));
    }

    @Test
    void aPhraseAcrossTheBorderOfWindowsIsBlockedBeforeItsFirstCharacterPasses() {
        for (int filler = 40; filler < 60; filler++) {
            String before = FILLER.repeat(filler);
            StreamedText streamed = StreamedText.of(guard(), List.of(before, "Project ", "Lantern is", " late."));

            assertThat(streamed.isBlocked()).isTrue();
            assertThat(before).startsWith(streamed.released());
        }
    }

    @Test
    void nothingPassesUntilAWindowIsFull() {
        StreamGuard guard = guard();
        guard.add("a".repeat(999));
        assertThat(guard.isDue()).isFalse();
        guard.add("b");
        assertThat(guard.isDue()).isTrue();
    }

    @Test
    void aSlowAnswerIsReleasedInShorterWindows() {
        StreamGuard guard = guard();
        guard.add(FILLER.repeat(10));
        assertThat(guard.isDue()).isFalse();

        now.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(guard.isDue()).isTrue();
        assertThat(guard.assess()).isInstanceOfSatisfying(Verdict.Released.class, released -> {
            assertThat(released.last()).isFalse();
            assertThat(FILLER.repeat(10)).startsWith(released.text());
            assertThat(released.text().length()).isBetween(80, 110);
        });
        assertThat(guard.isDue()).isFalse();
    }

    @Test
    void aShortWindowIsJudgedWithAWindowsWorthOfText() {
        StringBuilder seen = new StringBuilder();
        StreamGuard guard = guard(LocalPolicies.policy(text -> {
            seen.setLength(0);
            seen.append(text);
            return List.of();
        }));
        guard.add(FILLER.repeat(100).substring(0, 1_990));
        while (guard.isDue()) {
            guard.assess();
        }
        int held = guard.held();
        guard.end();
        guard.assess();

        assertThat(held).isLessThan(1_000);
        assertThat(seen.length()).isBetween(1_000, 1_100);
    }

    @Test
    void anEmptyAnswerIsOverWithoutAnAssessment() {
        StreamGuard guard = guard();
        guard.add("");
        assertThat(guard.isOver()).isFalse();
        guard.end();

        assertThat(guard.isOver()).isTrue();
        assertThat(guard.isDue()).isFalse();
        assertThatThrownBy(guard::assess).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void textUnitsAndCoverageAreThoseOfTheReleasedPart() {
        StreamedText streamed = StreamedText.of(guard(LocalPolicies.phrases()), List.of(FILLER.repeat(150)));

        assertThat(streamed.assessments()).hasSizeGreaterThan(2)
                .allSatisfy(part -> assertThat(part.usage().word()).isEqualTo(1));
        assertThat(streamed.assessments().stream().mapToInt(part -> part.coverage().total()).sum())
                .isEqualTo(150 * FILLER.length());
    }

    @Test
    void noMaskPassesWhileASpanThatWouldBlockIsUncertain() {
        // The number ends the first window and goes on behind it: no number, so the address must be masked after all.
        String text = "jane@example.com " + FILLER.repeat(60).substring(0, 971) + " 078-05-1120";
        assertThat(text).hasSize(1_000);
        StreamedText streamed = StreamedText.of(guard(), List.of(text, "9 " + FILLER.repeat(20)));

        assertThat(streamed.isBlocked()).isFalse();
        assertThat(streamed.undecided()).isPositive();
        assertThat(streamed.released()).startsWith("{EMAIL} ").contains(" 078-05-11209 ");
    }

    @Test
    void aMaskOfAnyLengthIsNeverCutUpToTheLimit() {
        String secret = "[" + "s3cret ".repeat(400) + "]";
        StreamedText streamed = StreamedText.of(
                guard(LocalPolicies.brackets()), List.of(FILLER.repeat(30), secret, FILLER.repeat(100)));

        assertThat(streamed.released()).isEqualTo(FILLER.repeat(30) + "{PASSWORD}" + FILLER.repeat(100));
    }

    @Test
    void aMaskWithoutAnEndIsMaskedInPartsAndHoldsNoMoreThanTheLimit() {
        StreamGuard guard = guard(LocalPolicies.brackets());
        StreamedText streamed = new StreamedText(guard);
        streamed.add("Before [");
        for (int i = 0; i < 2_000; i++) {
            streamed.add("s3cret ");
            assertThat(guard.held()).isLessThanOrEqualTo(4_000);
        }
        streamed.end();

        assertThat(streamed.released()).startsWith("Before {PASSWORD}").doesNotContain("[");
    }

    @Test
    void aPhraseThatIsLongerThanTheReachBlocksAsSoonAsItIsRecognised() {
        String phrase = "<" + "x ".repeat(100) + ">";
        Policy policy = LocalPolicies.policy(text -> text.contains(phrase)
                ? List.of(new Finding.CustomWord(
                        phrase,
                        new Span(0, text.indexOf(phrase), text.indexOf(phrase) + phrase.length()),
                        Effect.BLOCKED))
                : List.of());
        StreamedText streamed = StreamedText.of(guard(policy), List.of(FILLER.repeat(42), phrase, FILLER.repeat(99)));

        assertThat(streamed.isBlocked()).isTrue();
        assertThat(streamed.released().length()).isBetween(FILLER.length() * 42, FILLER.length() * 42 + 30);
    }

    @Test
    void aTopicBlocksItsWindowAndWhatFollows() {
        Policy topic = LocalPolicies.policy(text -> text.contains("mortgage")
                ? List.of(new Finding.Topic("Loan underwriting", Effect.BLOCKED, true))
                : List.of(new Finding.Topic("Loan underwriting", Effect.NONE, false)));
        StreamedText streamed = StreamedText.of(
                guard(topic), List.of(FILLER.repeat(100), "About your mortgage.", FILLER.repeat(10)));

        assertThat(streamed.isBlocked()).isTrue();
        assertThat(streamed.released()).isNotEmpty().doesNotContain("mortgage");
        assertThat(streamed.findings()).allMatch(finding -> !finding.detected());
    }

    @Test
    void oneRelevantWindowMakesTheAnswerRelevant() {
        assertThat(StreamedText.of(guard(relevance("relevant")), List.of(FILLER.repeat(60), "relevant "))
                .isBlocked()).isFalse();
        assertThat(StreamedText.of(guard(relevance("relevant")), List.of("relevant ", FILLER.repeat(200)))
                .isBlocked()).isFalse();
        StreamedText never = StreamedText.of(guard(relevance("relevant")), List.of(FILLER.repeat(200)));
        assertThat(never.isBlocked()).isTrue();
        assertThat(never.released()).isNotEmpty();
        assertThat(never.findings()).noneMatch(Finding::detected);
    }

    private static Policy relevance(String word) {
        return LocalPolicies.policy(text -> {
            boolean relevant = text.contains(word);
            return List.of(new Finding.Grounding(
                    GroundingFilter.Type.RELEVANCE, 0.5, relevant ? 0.9 : 0.1,
                    relevant ? Effect.NONE : Effect.BLOCKED, !relevant));
        });
    }

    @Test
    void asynchronouslyNothingIsMaskedAndTheFindingIsReported() {
        Guardrail guardrail = LocalPolicies.guardrail();
        StreamedText streamed = StreamedText.of(
                StreamGuard.asynchronous(guardrail, List.of(), WINDOWS, now::get),
                List.of("Write to jane.doe@example.com."));

        assertThat(streamed.released()).isEqualTo("Write to jane.doe@example.com.");
        assertThat(streamed.assessments().getFirst().effect()).isEqualTo(Effect.NONE);
        assertThat(streamed.findings()).singleElement().satisfies(finding -> assertThat(finding.detected()).isTrue());
    }

    @Test
    void aPolicyThatCannotDecideReleasesNothing() {
        StreamGuard guard = guard(LocalPolicies.policy(text -> {
            throw new AssessmentException("no classifier", null);
        }));
        guard.add("Hello.");
        guard.end();

        assertThatThrownBy(guard::assess).isInstanceOf(AssessmentException.class);
        assertThat(guard.held()).isEqualTo(6);
    }

    @Test
    void noPairOfSurrogatesIsCut() {
        StreamedText streamed = new StreamedText(guard(LocalPolicies.policy(text -> {
            assertThat(Character.isLowSurrogate(text.charAt(0))).isFalse();
            return List.of();
        })));
        streamed.add("x");
        streamed.add("𝒳".repeat(3_000));
        streamed.end();

        assertThat(streamed.released()).isEqualTo("x" + "𝒳".repeat(3_000));
        assertThat(streamed.assessments()).allSatisfy(part -> assertThat(part.texts().getFirst())
                .satisfies(text -> assertThat(Character.isHighSurrogate(text.charAt(text.length() - 1))).isFalse()));
    }

    @Test
    void windowsThatLetNothingPassAreRefused() {
        assertThatThrownBy(() -> new Windows(100, 60, 400, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(Windows.of(LocalPolicies.config(), Windows.DEFAULT_SIZE)).isEqualTo(
                new Windows(1_000, 256, 4_000, Duration.ofSeconds(1)));
        assertThat(Windows.of(LocalPolicies.config(), 1).size()).isEqualTo(512);
    }
}
