package dev.outcrop.guardrails.pii;

import java.util.List;

import dev.outcrop.guardrails.GuardrailCompiler;
import dev.outcrop.guardrails.assessment.Assessment;
import dev.outcrop.guardrails.assessment.Effect;
import dev.outcrop.guardrails.assessment.Finding;
import dev.outcrop.guardrails.assessment.Span;
import dev.outcrop.guardrails.assessment.Usage;
import dev.outcrop.guardrails.config.Direction;
import dev.outcrop.guardrails.config.GuardrailConfig;
import dev.outcrop.guardrails.config.Handling;
import dev.outcrop.guardrails.config.Handlings;
import dev.outcrop.guardrails.config.PiiEntity;
import dev.outcrop.guardrails.config.PiiType;
import dev.outcrop.guardrails.config.SensitivePattern;
import dev.outcrop.guardrails.policy.AssessmentException;
import dev.outcrop.guardrails.text.AssessedText;
import dev.outcrop.guardrails.text.ContentBlock;
import dev.outcrop.inference.InferenceException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SensitiveInformationPolicyTest {
    private static final Handlings BLOCK = Handlings.BLOCK;
    private static final Handlings MASK = new Handlings(Handling.ANONYMIZE, Handling.ANONYMIZE);
    private static final Handlings MASK_OUTPUT = new Handlings(Handling.DISABLED, Handling.ANONYMIZE);
    private static final Handlings REPORT = new Handlings(Handling.DETECT, Handling.DETECT);
    private static final PiiEntity EMAIL = new PiiEntity(PiiType.EMAIL, MASK);
    private static final PiiEntity SSN = new PiiEntity(PiiType.US_SOCIAL_SECURITY_NUMBER, BLOCK);
    private static final SensitivePattern CASE_NUMBER = new SensitivePattern("CaseNumber", "CN-[0-9]{5}", MASK);

    private static Assessment assess(
            Direction direction, List<PiiEntity> entities, List<SensitivePattern> patterns, String... texts) {
        GuardrailConfig config = new GuardrailConfig(
                "in",
                "out",
                List.of(),
                List.of(),
                List.of(),
                null,
                entities,
                patterns,
                List.of());
        return new GuardrailCompiler(PiiTexts.NO_ENCODER).compile(config)
                .assess(direction, List.of(texts).stream().map(ContentBlock::guarded).toList());
    }

    /** Conformance case 34. */
    @Test
    void masksByTypeAndByTheNameOfTheExpression() {
        Assessment assessment = assess(
                Direction.OUTPUT,
                List.of(EMAIL, SSN),
                List.of(CASE_NUMBER),
                "Mail a@b.invalid, CN-12345");

        assertThat(assessment.texts()).containsExactly("Mail {EMAIL}, {CaseNumber}");
        assertThat(assessment.effect()).isEqualTo(Effect.ANONYMIZED);
        assertThat(assessment.findings()).containsExactly(
                new Finding.Pii(PiiType.EMAIL, "a@b.invalid", new Span(0, 5, 16), Effect.ANONYMIZED),
                new Finding.Pattern("CaseNumber", "CN-[0-9]{5}", "CN-12345", new Span(0, 18, 26), Effect.ANONYMIZED));
    }

    /** Conformance case 35. */
    @Test
    void looksOnlyWhereTheEntryIsEnabled() {
        List<PiiEntity> entities = List.of(new PiiEntity(PiiType.EMAIL, MASK_OUTPUT));

        assertThat(assess(Direction.INPUT, entities, List.of(), "Mail a@b.invalid").findings()).isEmpty();
        assertThat(assess(Direction.OUTPUT, entities, List.of(), "Mail a@b.invalid").texts())
                .containsExactly("Mail {EMAIL}");
    }

    /** Conformance case 36. */
    @Test
    void blocksInput() {
        List<PiiEntity> entities = List.of(new PiiEntity(PiiType.EMAIL, BLOCK));

        assertThat(assess(Direction.INPUT, entities, List.of(), "Mail a@b.invalid").effect()).isEqualTo(Effect.BLOCKED);
    }

    /** Conformance case 37. */
    @Test
    void doesNotListWhatItWouldHaveMaskedWhenItBlocks() {
        Assessment assessment = assess(
                Direction.OUTPUT,
                List.of(EMAIL, SSN),
                List.of(CASE_NUMBER),
                "Mail a@b.invalid",
                "SSN 219-09-9999, CN-12345");

        assertThat(assessment.effect()).isEqualTo(Effect.BLOCKED);
        assertThat(assessment.findings()).extracting(PiiTexts::label).containsExactly(
                "US_SOCIAL_SECURITY_NUMBER 219-09-9999",
                "CaseNumber CN-12345");
    }

    /** Conformance case 49. */
    @Test
    void masksEachBlockOnItsOwn() {
        assertThat(assess(Direction.OUTPUT, List.of(EMAIL), List.of(), "Hello", "Mail a@b.invalid").texts())
                .containsExactly("Hello", "Mail {EMAIL}");
    }

    @Test
    void reportsEachOccurrenceInTheOrderOfTheText() {
        assertThat(
                assess(
                        Direction.OUTPUT,
                        List.of(SSN, EMAIL, new PiiEntity(PiiType.PHONE, REPORT)),
                        List.of(),
                        "a@b.invalid, call (212) 555-0143, c@d.invalid, a@b.invalid").findings())
                .extracting(PiiTexts::label)
                .containsExactly("EMAIL a@b.invalid", "PHONE (212) 555-0143", "EMAIL c@d.invalid", "EMAIL a@b.invalid");
    }

    @Test
    void theLongerOfTwoOverlappingPartsStays() {
        SensitivePattern contact = new SensitivePattern("Contact", "Mail [^ ,]+", MASK);
        SensitivePattern domain = new SensitivePattern("Domain", "b\\.invalid", MASK);

        assertThat(assess(Direction.OUTPUT, List.of(EMAIL), List.of(domain, contact), "Mail a@b.invalid, now").texts())
                .containsExactly("{Contact}, now");
        assertThat(assess(Direction.OUTPUT, List.of(EMAIL), List.of(domain), "Mail a@b.invalid, now").texts())
                .containsExactly("Mail {EMAIL}, now");
    }

    @Test
    void ofTwoEqualPartsTheOneConfiguredFirstStays() {
        SensitivePattern one = new SensitivePattern("One", "CN-[0-9]+", MASK);
        SensitivePattern two = new SensitivePattern("Two", "CN-[0-9]{5}", MASK);

        assertThat(assess(Direction.OUTPUT, List.of(), List.of(two, one), "CN-12345").texts())
                .containsExactly("{Two}");
        assertThat(
                assess(
                        Direction.OUTPUT,
                        List.of(EMAIL),
                        List.of(new SensitivePattern("Any", "[^ ]+@[^ ]+", MASK)),
                        "to a@b.invalid").texts())
                .containsExactly("to {EMAIL}");
    }

    @Test
    void aLongerMaskNeverHidesWhatIsBlocked() {
        SensitivePattern line = new SensitivePattern("Line", "Mail.*", MASK);

        assertThat(
                assess(
                        Direction.OUTPUT,
                        List.of(new PiiEntity(PiiType.EMAIL, BLOCK)),
                        List.of(line),
                        "Mail a@b.invalid now").effect())
                .isEqualTo(Effect.BLOCKED);
    }

    @Test
    void expressionsAreCaseSensitiveUnlessTheySayOtherwiseAndNeverMatchNothing() {
        assertThat(assess(Direction.OUTPUT, List.of(), List.of(CASE_NUMBER), "cn-12345").findings()).isEmpty();
        assertThat(
                assess(
                        Direction.OUTPUT,
                        List.of(),
                        List.of(new SensitivePattern("Case", "(?i)cn-[0-9]{5}", MASK)),
                        "Cn-12345").texts())
                .containsExactly("{Case}");
        assertThat(
                assess(Direction.OUTPUT, List.of(), List.of(new SensitivePattern("Zs", "z*", MASK)), "a zz b").texts())
                .containsExactly("a {Zs} b");
    }

    @Test
    void aMaskCoversWhatAnOverlappingOneWouldHaveHidden() {
        List<PiiEntity> ssn = List.of(new PiiEntity(PiiType.US_SOCIAL_SECURITY_NUMBER, MASK));
        SensitivePattern reference = new SensitivePattern("Case", "REFERENCE [0-9]+-[0-9]+", MASK);

        Assessment assessment = assess(Direction.OUTPUT, ssn, List.of(reference), "see REFERENCE 219-09-9999 now");

        assertThat(assessment.texts()).containsExactly("see {Case} now");
        assertThat(assessment.findings()).containsExactly(
                new Finding.Pattern(
                        "Case", reference.pattern(), "REFERENCE 219-09", new Span(0, 4, 25), Effect.ANONYMIZED));
    }

    @Test
    void masksCoverWhatLiesBetweenThemWhenALosingOneReachesOverIt() {
        List<SensitivePattern> patterns = List.of(
                new SensitivePattern("Left", "aaaaaa", MASK),
                new SensitivePattern("Right", "bbbbbb", MASK),
                new SensitivePattern("Middle", "a--b", MASK),
                new SensitivePattern("Seen", "--", REPORT),
                new SensitivePattern("Tail", "b,,", MASK));

        Assessment assessment = assess(Direction.OUTPUT, List.of(), patterns, "x aaaaaa--bbbbbb,, x");

        assertThat(assessment.texts()).containsExactly("x {Left}{Right} x");
        assertThat(assessment.findings()).extracting(PiiTexts::label)
                .containsExactly("Left aaaaaa", "Seen --", "Right bbbbbb");
    }

    /** Decision record 110: an expression says itself which characters it means. */
    @Test
    void matchesExpressionsAgainstTheTextAsItWasWritten() {
        SensitivePattern wide = new SensitivePattern("Wide", "[０-９]+", MASK);

        assertThat(assess(Direction.OUTPUT, List.of(), List.of(wide), "Call ７７, not 77").texts())
                .containsExactly("Call {Wide}, not 77");
        assertThat(assess(Direction.OUTPUT, List.of(), List.of(CASE_NUMBER), "CN-１２３４５, Q04tMTIzNDU=").texts())
                .containsExactly("CN-１２３４５, Q04tMTIzNDU=");
    }

    @Test
    void refusesATextOnWhichAnExpressionTakesTooLong() {
        SensitivePattern slow = new SensitivePattern("Slow", "[0-9]+(.*END)?", MASK);

        assertThat(assess(Direction.OUTPUT, List.of(), List.of(slow), "1 1 1").texts())
                .containsExactly("{Slow} {Slow} {Slow}");
        assertThatThrownBy(() -> assess(Direction.OUTPUT, List.of(), List.of(slow), "1 ".repeat(50_000)))
                .isInstanceOf(AssessmentException.class)
                .hasMessageContaining("too long");
        assertThat(assess(Direction.OUTPUT, List.of(), List.of(CASE_NUMBER), "CN-12345 ".repeat(5_000)).texts())
                .containsExactly("{CaseNumber} ".repeat(5_000));
    }

    @Test
    void refusesATextThatIsFullOfFindings() {
        assertThatThrownBy(() -> assess(
                Direction.OUTPUT,
                List.of(),
                List.of(new SensitivePattern("Digit", "[0-9]", MASK)),
                "1".repeat(Claims.MOST + 1))).isInstanceOf(AssessmentException.class);
    }

    @Test
    void stopsWhenInterrupted() {
        SensitiveInformationPolicy policy = new SensitiveInformationPolicy(
                List.of(EMAIL),
                List.of(),
                EntityTagger.NONE);
        List<AssessedText> content = List.of(
                new AssessedText(0, ContentBlock.guarded("Mail a@b.invalid"), PiiTexts.NO_ENCODER));
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> policy.assess(Direction.INPUT, content)).isInstanceOf(AssessmentException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void doesNotPassWhatTheTaggerCouldNotRead() {
        SensitiveInformationPolicy policy = new SensitiveInformationPolicy(
                List.of(new PiiEntity(PiiType.NAME, MASK)),
                List.of(),
                _ -> {
                    throw new InferenceException("The encoder is closed.");
                });
        List<AssessedText> content = List.of(
                new AssessedText(0, ContentBlock.guarded("Ines was here"), PiiTexts.NO_ENCODER));
        assertThatThrownBy(() -> policy.assess(Direction.INPUT, content)).isInstanceOf(AssessmentException.class);
    }

    @Test
    void refusesWhatIsNotAnExpression() {
        assertThatThrownBy(() -> assess(
                Direction.OUTPUT,
                List.of(),
                List.of(new SensitivePattern("Ahead", "a(?=b)", MASK)),
                "ab")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void countsTypesAndExpressionsApart() {
        List<PiiEntity> onOutput = List.of(new PiiEntity(PiiType.EMAIL, MASK_OUTPUT));
        String text = "x".repeat(1_001);

        assertThat(assess(Direction.OUTPUT, onOutput, List.of(CASE_NUMBER), text).usage())
                .isEqualTo(new Usage(0, 0, 0, 2, 2, 0));
        assertThat(assess(Direction.INPUT, onOutput, List.of(CASE_NUMBER), text).usage())
                .isEqualTo(new Usage(0, 0, 0, 0, 2, 0));
        assertThat(assess(Direction.OUTPUT, onOutput, List.of(), text).usage())
                .isEqualTo(new Usage(0, 0, 0, 2, 0, 0));
    }

    @Test
    void asksTheTaggerForNamesAndLeavesUnguardedBlocksAlone() {
        EntityTagger tagger = text -> List.of(new EntityTagger.Tagged(PiiType.NAME, 0, 4, 0.9));
        SensitiveInformationPolicy policy = new SensitiveInformationPolicy(
                List.of(new PiiEntity(PiiType.NAME, MASK)),
                List.of(),
                tagger);
        List<AssessedText> content = List.of(
                new AssessedText(0, ContentBlock.unguarded("Ines was here"), PiiTexts.NO_ENCODER),
                new AssessedText(1, ContentBlock.guarded("Ines was here"), PiiTexts.NO_ENCODER));

        assertThat(policy.assess(Direction.INPUT, content))
                .containsExactly(new Finding.Pii(PiiType.NAME, "Ines", new Span(1, 0, 4), Effect.ANONYMIZED));
    }
}
