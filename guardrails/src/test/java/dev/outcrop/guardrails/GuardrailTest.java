package dev.outcrop.guardrails;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import dev.outcrop.guardrails.assessment.Effect;
import dev.outcrop.guardrails.assessment.Finding;
import dev.outcrop.guardrails.assessment.Span;
import dev.outcrop.guardrails.assessment.Usage;
import dev.outcrop.guardrails.config.Direction;
import dev.outcrop.guardrails.config.GuardrailConfig;
import dev.outcrop.guardrails.policy.Policy;
import dev.outcrop.guardrails.policy.TooMuchContentException;
import dev.outcrop.guardrails.testing.NoEncoder;
import dev.outcrop.guardrails.text.AssessedText;
import dev.outcrop.guardrails.text.ContentBlock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GuardrailTest {

    /** Finds the same word this often. */
    private record Repeating(int times) implements Policy {
        @Override
        public List<Finding> assess(Direction direction, List<AssessedText> content) {
            return Collections.nCopies(times, new Finding.CustomWord("a", new Span(0, 0, 1), Effect.NONE));
        }

        @Override
        public Usage usage(Direction direction, List<AssessedText> content) {
            return Usage.NONE;
        }
    }

    private static int findings(int... times) {
        List<Policy> policies = Arrays.stream(times).<Policy>mapToObj(Repeating::new).toList();
        GuardrailConfig config = new GuardrailConfig(
                "in", "out", List.of(), List.of(), List.of(), null, List.of(), List.of(), List.of());
        return new Guardrail(config, policies, new NoEncoder(), () -> 0)
                .assess(Direction.INPUT, List.of(ContentBlock.guarded("a")))
                .findings()
                .size();
    }

    /** Of all policies together; one more is refused and not left out. */
    @Test
    void thereIsAMostOfFindings() {
        assertThat(findings(Guardrail.MOST_FINDINGS - 1, 1)).isEqualTo(Guardrail.MOST_FINDINGS);
        assertThatThrownBy(() -> findings(Guardrail.MOST_FINDINGS, 1))
                .isInstanceOf(TooMuchContentException.class)
                .hasMessageContaining("10000");
        assertThatThrownBy(() -> findings(Guardrail.MOST_FINDINGS + 1)).isInstanceOf(TooMuchContentException.class);
    }
}
