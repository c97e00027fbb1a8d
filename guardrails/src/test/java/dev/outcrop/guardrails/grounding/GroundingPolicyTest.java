package dev.outcrop.guardrails.grounding;

import java.util.ArrayList;
import java.util.List;

import dev.outcrop.engines.onnx.MiniLmEncoder;
import dev.outcrop.guardrails.assessment.Effect;
import dev.outcrop.guardrails.assessment.Finding;
import dev.outcrop.guardrails.config.Direction;
import dev.outcrop.guardrails.config.GroundingFilter;
import dev.outcrop.guardrails.config.Handling;
import dev.outcrop.guardrails.policy.AssessmentException;
import dev.outcrop.guardrails.testing.WordVectors;
import dev.outcrop.guardrails.text.AssessedText;
import dev.outcrop.guardrails.text.ContentBlock;
import dev.outcrop.guardrails.text.ContentBlock.Role;
import dev.outcrop.inference.TokenEncoder;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GroundingPolicyTest {
    private static final MiniLmEncoder ENCODER = new MiniLmEncoder(1);
    private static final ContentBlock JAPAN = source(
            "Tokyo is the capital of Japan. London is the capital of the United Kingdom. Lake Biwa is the largest lake of"
                    + " Japan, and the Shinano is its longest river. The yen has been the currency of Japan since 1871.");
    private static final ContentBlock CAPITAL = query("What is the capital of Japan?");

    /** Two releases of ONNX Runtime round int8 activations differently. */
    private static final Offset<Double> TOLERANCE = Offset.offset(0.05);

    private final GroundingPolicy both = new GroundingPolicy(
            List.of(
                    new GroundingFilter(GroundingFilter.Type.GROUNDING, 0.75, Handling.BLOCK),
                    new GroundingFilter(GroundingFilter.Type.RELEVANCE, 0.5, Handling.BLOCK)));

    @AfterAll
    static void close() {
        ENCODER.close();
    }

    /** Scores printed by the training tool's code for the same texts. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            The capital of Japan is Tokyo.                                   | 0.9973 | 1.0000
            The capital of Japan is London.                                  | 0.2458 | 1.0000
            Mount Fuji is the highest mountain of Japan.                     | 0.0094 | 0.9541
            Tokyo is the capital of Japan. The yen has been used since 1871. | 0.9667 | 1.0000
            Bananas are rich in potassium.                                   | 0.0297 | 0.2993
            """)
    void scoresAsTheTrainingToolDoes(String answer, double grounding, double relevance) {
        List<Finding> findings = both.assess(Direction.OUTPUT, content(ENCODER, guarded(answer), JAPAN, CAPITAL));
        assertThat(score(findings.get(0))).isCloseTo(grounding, TOLERANCE);
        assertThat(score(findings.get(1))).isCloseTo(relevance, TOLERANCE);
    }

    @Test
    void case44BlocksAnAnswerThatTheSourceContradicts() {
        List<AssessedText> content = content(ENCODER, JAPAN, CAPITAL, guarded("The capital of Japan is London."));
        List<Finding> findings = both.assess(Direction.OUTPUT, content);
        assertThat(findings).extracting(Finding::detected).containsExactly(true, false);
        assertThat(findings).extracting(Finding::effect).containsExactly(Effect.BLOCKED, Effect.NONE);
    }

    @Test
    void countsSourceQueryAndContentTogether() {
        List<AssessedText> content = content(
                ENCODER, source("s".repeat(115)), query("q".repeat(204)), guarded("c".repeat(915)));
        assertThat(both.usage(Direction.OUTPUT, content).contextualGrounding()).isEqualTo(2);
        assertThat(both.usage(Direction.INPUT, content).contextualGrounding()).isZero();
    }

    @Test
    void case46NeverLooksAtInput() {
        assertThat(both.assess(Direction.INPUT, content(ENCODER, guarded("London."), JAPAN, CAPITAL))).isEmpty();
    }

    @Test
    void hasNothingToCheckWithoutSourceQueryOrContent() {
        for (List<AssessedText> content : List.of(
                content(ENCODER, guarded("London."), CAPITAL),
                content(ENCODER, guarded("London."), JAPAN),
                content(ENCODER, JAPAN, CAPITAL))) {
            assertThat(both.assess(Direction.OUTPUT, content)).isEmpty();
            assertThat(both.usage(Direction.OUTPUT, content).contextualGrounding()).isZero();
        }
    }

    @Test
    void joinsSeveralSources() {
        List<AssessedText> content = content(
                ENCODER, source("Cod live in cold water."), CAPITAL, guarded("Tokyo is the capital of Japan."), JAPAN);
        assertThat(both.assess(Direction.OUTPUT, content)).extracting(Finding::detected).containsExactly(false, false);
    }

    @Test
    void onlyReportsWhereItIsToldNotToBlock() {
        GroundingPolicy policy = new GroundingPolicy(
                List.of(
                        new GroundingFilter(GroundingFilter.Type.GROUNDING, 0.75, Handling.DETECT),
                        new GroundingFilter(GroundingFilter.Type.RELEVANCE, 0.5, Handling.DISABLED)));
        List<Finding> findings = policy.assess(
                Direction.OUTPUT, content(ENCODER, JAPAN, CAPITAL, guarded("The capital of Japan is London.")));
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.detected()).isTrue();
            assertThat(finding.effect()).isEqualTo(Effect.NONE);
        });
    }

    @Test
    void takesAnAnswerWithoutContentForGroundedAndIrrelevant() {
        List<Finding> findings = both.assess(Direction.OUTPUT, content(ENCODER, guarded("..."), JAPAN, CAPITAL));
        assertThat(findings).extracting(GroundingPolicyTest::score).containsExactly(1.0, 0.0);
    }

    @Test
    void scoresAgainstAnEmptySource() {
        List<Finding> findings = both.assess(
                Direction.OUTPUT, content(ENCODER, guarded("Tokyo has 14 million people."), source(" "), CAPITAL));
        assertThat(findings.getFirst().detected()).isTrue();
    }

    @Test
    void encodesTheLongestTextsOnceEach() {
        WordVectors encoder = new WordVectors(200);
        List<AssessedText> content = content(
                encoder,
                source("A heron stood in the reeds. ".repeat(GroundingLimits.SOURCE / 28)),
                query("Where did it stand?"),
                guarded("A heron stood in the reeds. ".repeat(GroundingLimits.CONTENT / 28)));
        assertThat(score(both.assess(Direction.OUTPUT, content).getFirst())).isGreaterThan(0.9);
        assertThat(encoder.encoded()).isEqualTo(3);
    }

    @Test
    void doesNotPassWhatCouldNotBeEncoded() {
        WordVectors encoder = new WordVectors(50);
        List<AssessedText> content = content(encoder, guarded("London."), JAPAN, CAPITAL);
        encoder.close();
        assertThatThrownBy(() -> both.assess(Direction.OUTPUT, content)).isInstanceOf(AssessmentException.class);
    }

    /** These vectors know nothing but words. */
    @Test
    void doesNotPassWhatTheEncoderSeesNothingIn() {
        List<AssessedText> content = content(new WordVectors(50), guarded("\u2620 !"), JAPAN, CAPITAL);
        assertThatThrownBy(() -> both.assess(Direction.OUTPUT, content)).isInstanceOf(AssessmentException.class);
    }

    @Test
    void saysWhatIsTooLong() {
        assertThat(GroundingLimits
                .breach(List.of(source("s".repeat(100_000)), query("q".repeat(1_000)), guarded("c".repeat(5_000)))))
                .isEmpty();
        assertThat(GroundingLimits.breach(List.of(source("s".repeat(60_000)), source("s".repeat(40_001)))))
                .hasValueSatisfying(text -> assertThat(text).contains("grounding source", "100000"));
        assertThat(GroundingLimits.breach(List.of(query("q".repeat(1_001))))).isPresent();
        assertThat(GroundingLimits.breach(List.of(guarded("\uD83D\uDE00".repeat(5_000))))).isEmpty();
        assertThat(GroundingLimits.breach(List.of(guarded("\uD83D\uDE00".repeat(5_001))))).isPresent();
    }

    private static double score(Finding finding) {
        return ((Finding.Grounding) finding).score();
    }

    private static ContentBlock source(String text) {
        return new ContentBlock(text, Role.GROUNDING_SOURCE, false, false);
    }

    private static ContentBlock query(String text) {
        return new ContentBlock(text, Role.QUERY, false, false);
    }

    private static ContentBlock guarded(String text) {
        return ContentBlock.guarded(text);
    }

    private static List<AssessedText> content(TokenEncoder encoder, ContentBlock... blocks) {
        List<AssessedText> content = new ArrayList<>();
        for (ContentBlock block : blocks) {
            content.add(new AssessedText(content.size(), block, encoder));
        }
        return content;
    }
}
