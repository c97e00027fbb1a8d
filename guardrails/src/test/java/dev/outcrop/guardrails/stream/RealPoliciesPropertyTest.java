package dev.outcrop.guardrails.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import dev.outcrop.guardrails.Guardrail;
import dev.outcrop.guardrails.assessment.Assessment;
import dev.outcrop.guardrails.assessment.Effect;
import dev.outcrop.guardrails.config.CustomWord;
import dev.outcrop.guardrails.config.Direction;
import dev.outcrop.guardrails.config.Handling;
import dev.outcrop.guardrails.config.Handlings;
import dev.outcrop.guardrails.config.PiiEntity;
import dev.outcrop.guardrails.config.PiiType;
import dev.outcrop.guardrails.config.SensitivePattern;
import dev.outcrop.guardrails.pii.EntityTagger;
import dev.outcrop.guardrails.pii.SensitiveInformationPolicy;
import dev.outcrop.guardrails.text.ContentBlock;
import dev.outcrop.guardrails.words.WordPolicy;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

import static org.assertj.core.api.Assertions.assertThat;

/** The policies of words and sensitive information find in a stream what they find in the whole answer. */
class RealPoliciesPropertyTest {
    private static final Handlings MASK = new Handlings(Handling.ANONYMIZE, Handling.ANONYMIZE);
    private static final Handlings DETECT = new Handlings(Handling.DETECT, Handling.DETECT);

    private final Guardrail guardrail = LocalPolicies.guardrail(
            new WordPolicy(
                    List.of(new CustomWord("Project Lantern", Handlings.BLOCK), new CustomWord("lunar tide", DETECT)),
                    null),
            new SensitiveInformationPolicy(
                    List.of(
                            new PiiEntity(PiiType.EMAIL, MASK),
                            new PiiEntity(PiiType.CREDIT_DEBIT_CARD_NUMBER, MASK),
                            new PiiEntity(PiiType.PHONE, MASK),
                            new PiiEntity(PiiType.US_SOCIAL_SECURITY_NUMBER, Handlings.BLOCK)),
                    List.of(new SensitivePattern("CaseNumber", "CN-[0-9]{5}", MASK)),
                    EntityTagger.NONE));

    @Property(tries = 150)
    void theStreamIsGuardedAsTheWholeIs(
            @ForAll("answers") String text,
            @ForAll long seed,
            @ForAll("longest") int longest) {
        Assessment whole = guardrail.assess(Direction.OUTPUT, List.of(ContentBlock.guarded(text)));
        StreamGuard guard = StreamGuard.synchronous(
                guardrail, List.of(), new Windows(600, 256, 2_400, Duration.ofDays(1)), () -> 0);
        StreamedText streamed = StreamedText.of(guard, pieces(text, longest, new Random(seed)));

        assertThat(streamed.isBlocked()).isEqualTo(whole.effect() == Effect.BLOCKED);
        if (!streamed.isBlocked()) {
            assertThat(streamed.released()).isEqualTo(whole.texts().getFirst());
            assertThat(streamed.findings()).containsExactlyInAnyOrderElementsOf(whole.findings());
        }
    }

    private static List<String> pieces(String text, int longest, Random random) {
        List<String> pieces = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int to = Math.min(text.length(), from + 1 + random.nextInt(longest));
            pieces.add(text.substring(from, to));
            from = to;
        }
        return pieces;
    }

    @Provide
    Arbitrary<Integer> longest() {
        return Arbitraries.of(1, 3, 7, 80, 2_000);
    }

    @Provide
    Arbitrary<String> answers() {
        Arbitrary<String> words = Arbitraries.of(
                "the", "harbour", "was", "built", "in", "a", "storm", "and", "nobody", "knew", "why", "it", "held",
                "for", "Years", "of", "quiet", "work", "followed.", "Ships", "came;", "then", "—", "(again)", "où",
                "東京", "12", "1984,", "3.5");
        Arbitrary<String> parts = Arbitraries.frequencyOf(
                Tuple.of(200, words),
                Tuple.of(3, Arbitraries.of("jane.doe@example.com", "<x_y@example.org>", "CN-12345", "CN-1234")),
                Tuple.of(2, Arbitraries.of("4111 1111 1111 1111", "call 202-555-0143", "+1 202 555 0143")),
                Tuple.of(2, Arbitraries.of("lunar tide", "Lunar", "tide", "Project", "Lanterns")));
        Arbitrary<String> rare = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.just("")),
                Tuple.of(1, Arbitraries.of("Project Lantern", "her SSN is 219-09-9999")));
        return Combinators.combine(parts.list().ofMinSize(1).ofMaxSize(500), rare, parts.list().ofMaxSize(300))
                .as((before, middle, after) -> String.join(" ", before) + " " + middle + " "
                        + String.join(" ", after));
    }
}
