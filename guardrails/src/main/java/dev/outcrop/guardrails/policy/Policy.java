package dev.outcrop.guardrails.policy;

import java.util.List;

import dev.outcrop.guardrails.assessment.Finding;
import dev.outcrop.guardrails.assessment.Usage;
import dev.outcrop.guardrails.config.Direction;
import dev.outcrop.guardrails.text.AssessedText;

/** One policy of one guardrail, ready to run. Immutable and thread-safe. */
public interface Policy {

    /**
     * Looks at the content.
     *
     * @param content every block that was submitted, in order; the policy picks those that concern it
     * @return one finding per configured entry that is enabled in the direction, or per occurrence for words and
     *     sensitive information; empty when the policy has nothing to do in this direction
     * @throws dev.outcrop.guardrails.policy.AssessmentException when it cannot decide: the caller must not go on as if
     *     nothing had been found
     */
    List<Finding> assess(Direction direction, List<AssessedText> content);

    /**
     * The policy's share of the bill.
     *
     * @param content every block that was submitted, in order
     */
    Usage usage(Direction direction, List<AssessedText> content);
}
