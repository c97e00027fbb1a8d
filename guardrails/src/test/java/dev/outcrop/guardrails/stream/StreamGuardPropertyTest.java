package dev.outcrop.guardrails.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;

import dev.outcrop.guardrails.Guardrail;
import dev.outcrop.guardrails.assessment.Assessment;
import dev.outcrop.guardrails.assessment.Effect;
import dev.outcrop.guardrails.assessment.Finding;
import dev.outcrop.guardrails.assessment.Mask;
import dev.outcrop.guardrails.assessment.Span;
import dev.outcrop.guardrails.config.Direction;
import dev.outcrop.guardrails.text.ContentBlock;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the guard promises, for random texts in random pieces through random windows: the stream and the whole answer
 * are guarded alike.
 */
class StreamGuardPropertyTest {

    private static final int REACH = 64;

    /** How a text arrives: its pieces, its windows, and whether windows close early. */
    record Arrival(long seed, int longestPiece, int size, int early) {}

    @Property(tries = 1_000)
    void theStreamIsGuardedAsTheWholeIs(@ForAll("texts") String text, @ForAll("arrivals") Arrival arrival) {
        Guardrail guardrail = LocalPolicies.guardrail();
        Assessment whole = guardrail.assess(Direction.OUTPUT, List.of(ContentBlock.guarded(text)));
        StreamedText streamed = stream(guardrail, text, arrival);

        assertThat(streamed.isBlocked()).isEqualTo(whole.effect() == Effect.BLOCKED);
        if (!streamed.isBlocked()) {
            assertThat(streamed.released()).isEqualTo(whole.texts().getFirst());
            assertThat(streamed.findings()).containsExactlyInAnyOrderElementsOf(whole.findings());
            assertThat(streamed.assessments().stream().mapToInt(part -> part.coverage().guarded()).sum())
                    .isEqualTo(whole.coverage().guarded());
        }
    }

    @Property(tries = 1_000)
    void nothingOfABlockedSpanPassesAndNothingUnmasked(
            @ForAll("texts") String before,
            @ForAll("blocked") String phrase,
            @ForAll("texts") String after,
            @ForAll("arrivals") Arrival arrival) {
        StreamedText streamed = stream(LocalPolicies.guardrail(), before + " " + phrase + " " + after, arrival);

        assertThat(streamed.isBlocked()).isTrue();
        assertThat(maskedUntilBlocked(before + " ")).startsWith(streamed.released());
    }

    /** The text with every mask, up to the first span that blocks: more must never be seen. */
    private static String maskedUntilBlocked(String text) {
        List<Finding> blocks = LocalPolicies.guardrail()
                .assess(Direction.OUTPUT, List.of(ContentBlock.guarded(text)))
                .findings()
                .stream()
                .filter(finding -> finding.effect() == Effect.BLOCKED)
                .toList();
        int end = blocks.stream()
                .map(finding -> Objects.requireNonNull(Findings.span(finding)))
                .mapToInt(Span::start)
                .min()
                .orElse(text.length());
        String passes = text.substring(0, end);
        List<Finding> masked = LocalPolicies.guardrail(LocalPolicies.sensitive())
                .assess(Direction.OUTPUT, List.of(ContentBlock.guarded(passes)))
                .findings();
        return Mask.apply(passes, 0, Mask.of(masked));
    }

    private static StreamedText stream(Guardrail guardrail, String text, Arrival arrival) {
        Random random = new Random(arrival.seed());
        Windows windows = new Windows(arrival.size(), REACH, 4 * arrival.size(), Duration.ofDays(1));
        StreamGuard guard = StreamGuard.synchronous(guardrail, List.of(), windows, () -> 0);
        StreamedText streamed = new StreamedText(guard);
        for (String piece : pieces(text, arrival.longestPiece(), random)) {
            streamed.add(piece);
            if (arrival.early() > 0 && random.nextInt(arrival.early()) == 0 && !guard.isOver() && guard.held() > 0) {
                streamed.assess();
            }
        }
        streamed.end();
        return streamed;
    }

    private static List<String> pieces(String text, int longest, Random random) {
        List<String> pieces = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int to = Math.min(text.length(), from + random.nextInt(longest + 1));
            pieces.add(text.substring(from, to));
            from = to;
        }
        return pieces;
    }

    @Provide
    Arbitrary<Arrival> arrivals() {
        return Combinators.combine(
                Arbitraries.longs(),
                Arbitraries.integers().between(1, 200),
                Arbitraries.integers().between(2 * REACH, 6 * REACH),
                Arbitraries.integers().between(0, 12)).as(Arrival::new);
    }

    @Provide
    Arbitrary<String> blocked() {
        return Arbitraries.of(LocalPolicies.BLOCKED_PHRASE, "project lantern", LocalPolicies.BLOCKED_NUMBER);
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> words = Arbitraries.strings().withChars("abz019.@-é東𝒳").ofMinLength(1).ofMaxLength(9);
        Arbitrary<String> parts = Arbitraries.frequencyOf(
                Tuple.of(40, words),
                Tuple.of(6,
                        Arbitraries.of("jane.doe@example.com", "x@example.org.", "(a.b@example.net)")),
                Tuple.of(4, Arbitraries.of("12 elm street", "7 long street,", "12 elm", "street")),
                Tuple.of(3, Arbitraries.of(LocalPolicies.REPORTED_PHRASE, "Lunar tides", "lunar")),
                Tuple.of(3,
                        Arbitraries.of("Project Lanterns", "Project", "xProject Lantern", "Lantern7")),
                Tuple.of(1, Arbitraries.of("1078-05-1120", "078-05-11204", "078-05-112")));
        Arbitrary<String> separators = Arbitraries.of(" ", " ", " ", "\n", "  ", ", ");
        return Combinators.combine(parts, separators).as(String::concat).list().ofMaxSize(120)
                .map(list -> String.join("", list));
    }
}
