package dev.outcrop.guardrails;

import java.util.ArrayList;
import java.util.List;

import dev.outcrop.guardrails.classifier.Consultation;
import dev.outcrop.guardrails.classifier.ConsultingClassifier;
import dev.outcrop.guardrails.config.GuardrailConfig;
import dev.outcrop.guardrails.content.ContentPolicy;
import dev.outcrop.guardrails.content.EmbeddedHarmClassifier;
import dev.outcrop.guardrails.content.HarmClassifier;
import dev.outcrop.guardrails.grounding.GroundingPolicy;
import dev.outcrop.guardrails.pii.EntityTagger;
import dev.outcrop.guardrails.pii.SensitiveInformationPolicy;
import dev.outcrop.guardrails.pii.tagger.EmbeddedEntityTagger;
import dev.outcrop.guardrails.policy.Policy;
import dev.outcrop.guardrails.topics.TopicMatchers;
import dev.outcrop.guardrails.topics.TopicPolicy;
import dev.outcrop.guardrails.words.WordPolicy;
import dev.outcrop.inference.TokenEncoder;
import org.jspecify.annotations.Nullable;

/** Makes guardrails ready to run. Holds what they share: the encoder and the classifiers behind it. Thread-safe. */
public final class GuardrailCompiler {
    private final TokenEncoder encoder;
    private final @Nullable Consultation consultation;
    private final TopicMatchers topics;
    private final EntityTagger tagger;

    /** @param encoder encodes every text that classifiers look at; not closed here */
    public GuardrailCompiler(TokenEncoder encoder) {
        this(encoder, null);
    }

    /**
     * @param encoder encodes every text that classifiers look at; not closed here
     * @param consultation asks for a second opinion on harmful content; null for none
     */
    public GuardrailCompiler(TokenEncoder encoder, @Nullable Consultation consultation) {
        this.encoder = encoder;
        this.consultation = consultation;
        topics = new TopicMatchers(encoder);
        tagger = EmbeddedEntityTagger.load();
    }

    /**
     * Compiles a guardrail. May encode topic definitions and examples: not for event loops.
     *
     * @throws IllegalArgumentException when a regular expression is not one
     */
    public Guardrail compile(GuardrailConfig config) {
        List<Policy> policies = new ArrayList<>();
        if (!config.contentFilters().isEmpty()) {
            policies.add(new ContentPolicy(config.contentFilters(), harmClassifier()));
        }
        if (!config.piiEntities().isEmpty() || !config.patterns().isEmpty()) {
            policies.add(new SensitiveInformationPolicy(config.piiEntities(), config.patterns(), tagger));
        }
        if (!config.words().isEmpty() || config.profanity() != null) {
            policies.add(new WordPolicy(config.words(), config.profanity()));
        }
        if (!config.topics().isEmpty()) {
            policies.add(new TopicPolicy(config.topics(), topics));
        }
        if (!config.groundingFilters().isEmpty()) {
            policies.add(new GroundingPolicy(config.groundingFilters()));
        }
        return new Guardrail(config, policies, encoder, System::nanoTime);
    }

    private HarmClassifier harmClassifier() {
        HarmClassifier embedded = EmbeddedHarmClassifier.on(encoder);
        return consultation == null
                ? embedded
                : new ConsultingClassifier(embedded, consultation, System::nanoTime);
    }
}
