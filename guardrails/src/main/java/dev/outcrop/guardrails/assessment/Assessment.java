package dev.outcrop.guardrails.assessment;

import java.time.Duration;
import java.util.List;

/**
 * What a guardrail made of some content. Immutable.
 *
 * @param effect what follows: the most severe effect of any finding
 * @param findings every entry that was looked at, detected or not, in the order policies and entries are configured
 *     (occurrences of words and sensitive information in the order of the text)
 * @param texts per content block: its text, masked where sensitive information is anonymised. When the effect is
 *     {@link Effect#BLOCKED} the texts are the originals and must not be shown.
 * @param processing wall-clock time
 */
public record Assessment(
        Effect effect, List<Finding> findings, List<String> texts, Usage usage, Coverage coverage,
        Duration processing) {

    public Assessment {
        findings = List.copyOf(findings);
        texts = List.copyOf(texts);
    }

    /** The findings of one kind. */
    public <F extends Finding> List<F> findings(Class<F> kind) {
        return findings.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
