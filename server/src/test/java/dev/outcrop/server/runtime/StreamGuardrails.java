package dev.outcrop.server.runtime;

import java.util.ArrayList;
import java.util.List;

import dev.outcrop.guardrails.Guardrail;
import dev.outcrop.guardrails.assessment.Effect;
import dev.outcrop.guardrails.assessment.Finding;
import dev.outcrop.guardrails.assessment.Usage;
import dev.outcrop.guardrails.config.CustomWord;
import dev.outcrop.guardrails.config.Direction;
import dev.outcrop.guardrails.config.GuardrailConfig;
import dev.outcrop.guardrails.config.Handling;
import dev.outcrop.guardrails.config.Handlings;
import dev.outcrop.guardrails.config.PiiEntity;
import dev.outcrop.guardrails.config.PiiType;
import dev.outcrop.guardrails.pii.EntityTagger;
import dev.outcrop.guardrails.pii.SensitiveInformationPolicy;
import dev.outcrop.guardrails.policy.Policy;
import dev.outcrop.guardrails.policy.TextUnits;
import dev.outcrop.guardrails.text.AssessedText;
import dev.outcrop.guardrails.words.WordPolicy;
import dev.outcrop.server.testing.NoTokens;

/**
 * Guardrails for streams: the real policies of words and sensitive information, and a topic that a text belongs to when
 * it names it.
 */
final class StreamGuardrails {
    static final String ID = "k7m2p9x4q1zt";
    static final String INPUT_MESSAGE = "We cannot help with \"that\" <request>.";
    static final String OUTPUT_MESSAGE = "We cannot say \"more\" <é>.";

    private static final Handlings MASK = new Handlings(Handling.ANONYMIZE, Handling.ANONYMIZE);

    private StreamGuardrails() {}

    /** Masks e-mail addresses, blocks a phrase and this topic. */
    static Guardrail naming(String topic) {
        return with(new Named(topic));
    }

    /** Masks e-mail addresses, blocks a phrase, and does what another policy says. */
    static Guardrail with(Policy other) {
        GuardrailConfig config = new GuardrailConfig(
                INPUT_MESSAGE,
                OUTPUT_MESSAGE,
                List.of(),
                List.of(),
                List.of(new CustomWord("Project Lantern", Handlings.BLOCK)),
                null,
                List.of(new PiiEntity(PiiType.EMAIL, MASK)),
                List.of(),
                List.of());
        List<Policy> policies = new ArrayList<>();
        policies.add(new WordPolicy(config.words(), null));
        policies.add(new SensitiveInformationPolicy(config.piiEntities(), List.of(), EntityTagger.NONE));
        policies.add(other);
        return new Guardrail(config, policies, new NoTokens(), System::nanoTime);
    }

    private record Named(String topic) implements Policy {
        @Override
        public List<Finding> assess(Direction direction, List<AssessedText> content) {
            boolean named = content.stream().anyMatch(text -> text.text().contains(topic));
            return List.of(new Finding.Topic("Loan underwriting", named ? Effect.BLOCKED : Effect.NONE, named));
        }

        @Override
        public Usage usage(Direction direction, List<AssessedText> content) {
            return new Usage(TextUnits.ofGuarded(content), 0, 0, 0, 0, 0);
        }
    }
}
