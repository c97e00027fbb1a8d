package dev.outcrop.guardrails.words;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import dev.outcrop.guardrails.assessment.Finding;
import dev.outcrop.guardrails.config.CustomWord;
import dev.outcrop.guardrails.config.Direction;
import dev.outcrop.guardrails.config.Handlings;
import dev.outcrop.guardrails.testing.NoEncoder;
import dev.outcrop.guardrails.text.AssessedText;
import dev.outcrop.guardrails.text.ContentBlock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A megabyte of the worst, with 10,000 words to look for: bounded time, and what is there is found. */
final class HostileTextTest {
    private static final int CHARS = 1_000_000;
    /** CPU time, which a busy machine does not stretch; some fifty times what ordinary text takes. */
    private static final Duration MOST = Duration.ofSeconds(10);

    private static final WordPolicy POLICY = new WordPolicy(
            IntStream.range(0, 10_000)
                    .mapToObj(i -> new CustomWord(i == 0 ? "magic lantern" : "a a a a a a a a b" + i, Handlings.BLOCK))
                    .toList(),
            Handlings.BLOCK);

    @ParameterizedTest
    @ValueSource(strings = {
            "\u200B", "\u202E\u200F", "\uD800", "\u0301", "e\u0301\u0302", "\u1161", "\uFDFA", "\uDB40\uDC61",
            "\uD83C\uDFF4\uDB40\uDC61", "YnJpbmcgdGhlIGxhbXBz", "61", "%61", "a ", "a.", "aaa", "aab ", "l4mp ", "1!|",
            "oevat ",
            "spmal the ", " ", "a\u0430 ", "bring the lamps "})
    void aFloodOfOneThingIsReadInBoundedTime(String piece) {
        String flood = piece.repeat(CHARS / piece.length());
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        List<Finding> findings = POLICY.assess(
                Direction.INPUT,
                List.of(new AssessedText(0, ContentBlock.guarded(flood + "\n\nmagic lantern"), new NoEncoder())));
        long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
        assertThat(findings).anySatisfy(
                finding -> assertThat(finding)
                        .isInstanceOfSatisfying(
                                Finding.CustomWord.class, word -> assertThat(word.match()).isEqualTo("magic lantern")));
        assertThat(Duration.ofNanos(nanos)).isLessThan(MOST);
    }
}
