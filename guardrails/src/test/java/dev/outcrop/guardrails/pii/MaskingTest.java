package dev.outcrop.guardrails.pii;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.outcrop.guardrails.Guardrail;
import dev.outcrop.guardrails.GuardrailCompiler;
import dev.outcrop.guardrails.assessment.Assessment;
import dev.outcrop.guardrails.assessment.Finding;
import dev.outcrop.guardrails.config.Direction;
import dev.outcrop.guardrails.config.GuardrailConfig;
import dev.outcrop.guardrails.config.Handling;
import dev.outcrop.guardrails.text.ContentBlock;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/** What masking does to a text as a whole, whatever it holds. */
class MaskingTest {
    private static final Pattern MARK = Pattern.compile("\\[\\[[A-Z_]+\\|(.*?)]](?!])");
    private static final Guardrail MASKING = new GuardrailCompiler(PiiTexts.NO_ENCODER).compile(
            new GuardrailConfig(
                    "in",
                    "out",
                    List.of(),
                    List.of(),
                    List.of(),
                    null,
                    PiiTexts.everything(Handling.ANONYMIZE),
                    List.of(),
                    List.of()));

    static Stream<String> lines() {
        return PiiTexts.lines("positives.txt").map(line -> MARK.matcher(line).replaceAll("$1"));
    }

    private static Assessment mask(String text) {
        return MASKING.assess(Direction.OUTPUT, List.of(ContentBlock.guarded(text)));
    }

    /** The text with every finding replaced by hand, from the last to the first. */
    private static String replaced(String text, List<Finding.Pii> findings) {
        StringBuilder out = new StringBuilder(text);
        for (Finding.Pii finding : findings.reversed()) {
            out.replace(finding.span().start(), finding.span().end(), "{" + finding.type() + "}");
        }
        return out.toString();
    }

    /**
     * What is masked is not found again. A label may come near a value where a long text in between is masked, so that the
     * value is taken for what it was too far from before; but that is text which was judged and passed as it stood, never a
     * part of a placeholder.
     */
    @Property(tries = 300)
    void replacesExactlyWhatWasFoundAndFindsNoPlaceholder(@ForAll("texts") String text) {
        Assessment assessment = mask(text);
        List<Finding.Pii> findings = assessment.findings(Finding.Pii.class);
        String masked = assessment.texts().getFirst();

        assertThat(masked).isEqualTo(replaced(text, findings));
        assertThat(mask(masked).findings(Finding.Pii.class)).allSatisfy(again -> {
            assertThat(again.match()).doesNotContainPattern("[{}]");
            assertThat(text).contains(again.match());
        });
        int free = 0;
        for (Finding.Pii finding : findings) {
            assertThat(finding.span().start()).isGreaterThanOrEqualTo(free);
            assertThat(finding.match()).isEqualTo(text.substring(finding.span().start(), finding.span().end()));
            free = finding.span().end();
        }
    }

    @Property(tries = 500)
    void readsAnyText(@ForAll @StringLength(max = 400) String text) {
        Assessment assessment = mask(text);

        assertThat(assessment.texts().getFirst())
                .isEqualTo(replaced(text, assessment.findings(Finding.Pii.class)));
    }

    /** Soups of what recognisers look for: digits, separators, labels. */
    @Property(tries = 500)
    void readsSoups(@ForAll("soups") String text) {
        Assessment assessment = mask(text);

        assertThat(assessment.texts().getFirst())
                .isEqualTo(replaced(text, assessment.findings(Finding.Pii.class)));
    }

    @Provide
    Arbitrary<String> texts() {
        List<String> sentences = Stream.concat(
                lines(),
                PiiTexts.lines("negatives.txt").map(line -> line.replace("\\n", "\n"))).toList();
        return Arbitraries.of(sentences).list().ofMinSize(1).ofMaxSize(6).map(list -> String.join("\n\n", list));
    }

    @Provide
    Arbitrary<String> soups() {
        return Arbitraries.of(
                "1", "4111", "555", "12", "GB", "AB12", "@", ".", "-", " ", "/", ":", "::", "(", ")", "+", "{", "}",
                "\n",
                "pin ", "password", " is ", "ssn ", "http", "://", "www.", "age ", "street", "Main ", "St", "x", "ext ",
                "\uD800", "\uDC00", "\u200B", "\uFF11", "{EMAIL}", "AKIA", "\"", "=", "'", "at", "dot", "com", "exp ")
                .list()
                .ofMaxSize(40)
                .map(list -> String.join("", list));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void masksEachPhrasing(String text) {
        assertThat(mask(text).texts().getFirst()).contains("{").isNotEqualTo(text);
    }

    /** Digits behind an address are no PIN; nor are they when the address is masked. */
    @Test
    void aPlaceholderPartsALabelFromWhatIsBehindIt() {
        assertThat(mask("my PIN, ines@example.com 4821").texts()).containsExactly("my PIN, {EMAIL} 4821");
        assertThat(mask("my PIN, {EMAIL} 4821").findings()).isEmpty();
    }

    @Test
    void findsWhatIsHiddenByFormAndMasksTheOriginal() {
        assertThat(mask("pay \uFF14\uFF11\uFF11\uFF11 \uFF11\uFF11\uFF11\uFF11 1111 1111 now").texts())
                .containsExactly("pay {CREDIT_DEBIT_CARD_NUMBER} now");
        assertThat(mask("mail in\u200Bes@exam\u200Bple.com now").texts()).containsExactly("mail {EMAIL} now");
        assertThat(mask("SSN 219\u201109\u20119999").texts()).containsExactly("SSN {US_SOCIAL_SECURITY_NUMBER}");
    }

    static Stream<String> floods() {
        int size = 250_000;
        Random random = new Random(49);
        StringBuilder base64 = new StringBuilder(size);
        StringBuilder digits = new StringBuilder(size);
        for (int i = 0; i < size; i++) {
            base64.append("ABCDEFGHabcdefgh01234567+/".charAt(random.nextInt(26)));
            digits.append("0123456789 -.".charAt(random.nextInt(13)));
        }
        return Stream.of(
                "1".repeat(size), "1234 ".repeat(size / 5), "123-".repeat(size / 4), "@".repeat(size),
                "a@".repeat(size / 2), "a.".repeat(size / 2), "://".repeat(size / 3), "a://".repeat(size / 4),
                "http://" + "(".repeat(size), "ab:".repeat(size / 3), "password is ".repeat(size / 12),
                " ".repeat(size),
                "1 Aaa ".repeat(size / 6), "{EMAIL}".repeat(size / 7), "GB82 1234 ".repeat(size / 10),
                "a at b dot ".repeat(size / 11), "(+1".repeat(size / 3), "phone 0" + " 12".repeat(size / 3),
                "\uD83D".repeat(size), base64.toString(), digits.toString());
    }

    /** Takes a fraction of a second each; quadratic time would be minutes. */
    @ParameterizedTest
    @MethodSource("floods")
    void takesLinearTime(String flood) {
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> PiiTexts.found(flood));
    }
}
