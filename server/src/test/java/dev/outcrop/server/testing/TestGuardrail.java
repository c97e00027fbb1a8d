package dev.outcrop.server.testing;

import java.util.ArrayList;
import java.util.List;

import dev.outcrop.guardrails.Guardrail;
import dev.outcrop.guardrails.config.ContentFilter;
import dev.outcrop.guardrails.config.ContentFilter.Category;
import dev.outcrop.guardrails.config.CustomWord;
import dev.outcrop.guardrails.config.DeniedTopic;
import dev.outcrop.guardrails.config.GroundingFilter;
import dev.outcrop.guardrails.config.GuardrailConfig;
import dev.outcrop.guardrails.config.Handling;
import dev.outcrop.guardrails.config.Handlings;
import dev.outcrop.guardrails.config.PiiEntity;
import dev.outcrop.guardrails.config.PiiType;
import dev.outcrop.guardrails.config.SensitivePattern;
import dev.outcrop.guardrails.config.Strength;
import dev.outcrop.guardrails.pii.EntityTagger;
import dev.outcrop.guardrails.pii.SensitiveInformationPolicy;
import dev.outcrop.guardrails.policy.Policy;
import dev.outcrop.guardrails.words.WordPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Builds guardrails for tests: real words and sensitive information, {@link KeywordPolicies} for the rest. Begins as one
 * without policies. Not thread-safe.
 */
public final class TestGuardrail {

    /** What a caller gets for blocked input; some of it must be escaped in JSON. */
    public static final String BLOCKED_INPUT = "Not \"that\", <please>: 申し訳 🦊";

    /** What a caller gets for a blocked answer. */
    public static final String BLOCKED_OUTPUT = "The answer is \\ withheld.";

    /** Masks in both directions, every switch set. */
    public static final Handlings MASK = new Handlings(Handling.ANONYMIZE, Handling.ANONYMIZE);

    /** Reports in both directions and does nothing. */
    public static final Handlings DETECT = new Handlings(Handling.DETECT, Handling.DETECT);

    private static final DeniedTopic LOANS = new DeniedTopic(
            "Loan underwriting",
            "How the bank decides whether a loan is granted: credit checks, income, collateral, approval.",
            List.of(
                    "Would you approve my loan application?",
                    "What credit score do I need to get a mortgage?",
                    "How much income is required to qualify for a loan?"),
            Handlings.BLOCK);

    private final List<DeniedTopic> topics = new ArrayList<>();
    private final List<ContentFilter> filters = new ArrayList<>();
    private final List<CustomWord> words = new ArrayList<>();
    private final List<PiiEntity> entities = new ArrayList<>();
    private final List<SensitivePattern> patterns = new ArrayList<>();
    private final List<GroundingFilter> grounding = new ArrayList<>();
    private final List<Policy> others = new ArrayList<>();
    private @Nullable Handlings profanity;

    /** The guardrail of the conformance cases. */
    public static TestGuardrail ofConformance() {
        TestGuardrail guardrail = new TestGuardrail()
                .filter(Category.INSULTS, Strength.HIGH, Strength.HIGH, Handlings.BLOCK)
                .filter(Category.PROMPT_ATTACK, Strength.HIGH, Strength.NONE, Handlings.BLOCK)
                .topic(LOANS)
                .word("Project Lantern", Handlings.BLOCK)
                .entity(PiiType.EMAIL, MASK)
                .entity(PiiType.US_SOCIAL_SECURITY_NUMBER, Handlings.BLOCK)
                .pattern("CaseNumber", "CN-[0-9]{5}", MASK);
        guardrail.profanity = Handlings.BLOCK;
        return guardrail;
    }

    public TestGuardrail topic(String name, Handlings handlings) {
        return topic(new DeniedTopic(name, name, List.of(), handlings));
    }

    public TestGuardrail topic(DeniedTopic topic) {
        topics.add(topic);
        return this;
    }

    public TestGuardrail filter(Category category, Strength input, Strength output, Handlings handlings) {
        filters.add(new ContentFilter(category, input, output, handlings));
        return this;
    }

    public TestGuardrail word(String text, Handlings handlings) {
        words.add(new CustomWord(text, handlings));
        return this;
    }

    public TestGuardrail entity(PiiType type, Handlings handlings) {
        entities.add(new PiiEntity(type, handlings));
        return this;
    }

    public TestGuardrail pattern(String name, String pattern, Handlings handlings) {
        patterns.add(new SensitivePattern(name, pattern, handlings));
        return this;
    }

    public TestGuardrail grounding(GroundingFilter.Type type, double threshold) {
        grounding.add(new GroundingFilter(type, threshold, Handling.BLOCK));
        return this;
    }

    public TestGuardrail policy(Policy policy) {
        others.add(policy);
        return this;
    }

    public GuardrailConfig config() {
        return new GuardrailConfig(
                BLOCKED_INPUT, BLOCKED_OUTPUT, topics, filters, words, profanity, entities, patterns, grounding);
    }

    public Guardrail build() {
        List<Policy> policies = new ArrayList<>();
        if (!topics.isEmpty()) {
            policies.add(KeywordPolicies.topics(topics));
        }
        if (!filters.isEmpty()) {
            policies.add(KeywordPolicies.filters(filters));
        }
        if (!words.isEmpty()) {
            policies.add(new WordPolicy(words, profanity));
        }
        if (!entities.isEmpty() || !patterns.isEmpty()) {
            policies.add(new SensitiveInformationPolicy(entities, patterns, EntityTagger.NONE));
        }
        if (!grounding.isEmpty()) {
            policies.add(KeywordPolicies.grounding(grounding));
        }
        policies.addAll(others);
        return new Guardrail(config(), policies, new NoTokens(), System::nanoTime);
    }
}
