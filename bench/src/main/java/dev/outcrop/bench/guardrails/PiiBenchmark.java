package dev.outcrop.bench.guardrails;

import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.outcrop.guardrails.Guardrail;
import dev.outcrop.guardrails.assessment.Assessment;
import dev.outcrop.guardrails.config.Direction;
import dev.outcrop.guardrails.text.ContentBlock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The sensitive-information policy without its tagger: all types on 1,000 characters (the goal is 1 ms), views included. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class PiiBenchmark {
    private static final String PROSE = "The committee met on Tuesday to go over the plans for the new library, and it took longer than "
            + "anyone had thought. Most of the time went into the question of where the reading room should be. ";
    private static final String DENSE = "Card 4111 1111 1111 1111, expiry 04/28, CVV 737. Call (212) 555-0143 or write to "
            + "ines.okafor@example.com; SSN 219-09-9999, IBAN DE89 3704 0044 0532 0130 00, from 192.0.2.44. ";

    /** What the text is made of. */
    public enum Text {
        /** Nothing to find. */
        PROSE_ONLY,
        /** Something to find in every other word. */
        NOTHING_BUT_FINDINGS
    }

    /** Prose, or nothing but findings. */
    @Param
    public Text kind = Text.PROSE_ONLY;

    private final Guardrail guardrail = PiiGuardrails.reportingEverything();
    private final String prose = PROSE.repeat(6).substring(0, 1_000);
    private final String dense = DENSE.repeat(6).substring(0, 1_000);

    /** Assesses 1,000 characters. */
    @Benchmark
    public Assessment thousandCharacters() {
        String text = switch (kind) {
            case PROSE_ONLY -> prose;
            case NOTHING_BUT_FINDINGS -> dense;
        };
        return guardrail.assess(Direction.INPUT, List.of(ContentBlock.guarded(text)));
    }
}
