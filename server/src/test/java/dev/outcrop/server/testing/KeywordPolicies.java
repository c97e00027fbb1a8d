package dev.outcrop.server.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.outcrop.guardrails.assessment.Confidence;
import dev.outcrop.guardrails.assessment.Effect;
import dev.outcrop.guardrails.assessment.Finding;
import dev.outcrop.guardrails.assessment.Usage;
import dev.outcrop.guardrails.config.ContentFilter;
import dev.outcrop.guardrails.config.ContentFilter.Category;
import dev.outcrop.guardrails.config.DeniedTopic;
import dev.outcrop.guardrails.config.Direction;
import dev.outcrop.guardrails.config.GroundingFilter;
import dev.outcrop.guardrails.policy.Policy;
import dev.outcrop.guardrails.policy.TextUnits;
import dev.outcrop.guardrails.text.AssessedText;
import dev.outcrop.guardrails.text.ContentBlock;

/**
 * Stand-ins for the classifiers, so that tests of the server decide what is found: a topic by its own name, harmful
 * content by {@code insult!} with a confidence, an attack by {@code attack!}, support by repetition.
 */
public final class KeywordPolicies {

    private KeywordPolicies() {}

    /** Finds topics by name. */
    public static Policy topics(List<DeniedTopic> topics) {
        return new Policy() {
            @Override
            public List<Finding> assess(Direction direction, List<AssessedText> content) {
                String text = guarded(content);
                List<Finding> findings = new ArrayList<>();
                for (DeniedTopic topic : topics) {
                    if (topic.handlings().enabledIn(direction)) {
                        boolean found = text.contains(topic.name().toLowerCase(Locale.ROOT));
                        findings.add(new Finding.Topic(
                                topic.name(),
                                found ? Effect.of(topic.handlings().in(direction)) : Effect.NONE,
                                found));
                    }
                }
                return findings;
            }

            @Override
            public Usage usage(Direction direction, List<AssessedText> content) {
                boolean enabled = topics.stream().anyMatch(topic -> topic.handlings().enabledIn(direction));
                return new Usage(enabled ? TextUnits.ofGuarded(content) : 0, 0, 0, 0, 0, 0);
            }
        };
    }

    /** Finds {@code insult! LOW}, {@code insult! MEDIUM}, {@code insult! HIGH} and, where they can be, attacks. */
    public static Policy filters(List<ContentFilter> filters) {
        return new Policy() {
            @Override
            public List<Finding> assess(Direction direction, List<AssessedText> content) {
                List<Finding> findings = new ArrayList<>();
                for (ContentFilter filter : filters) {
                    if (filter.enabledIn(direction)) {
                        Confidence confidence = confidence(filter.category(), content);
                        boolean found = filter.strength(direction).detects(confidence);
                        findings.add(new Finding.Filter(
                                filter.category(),
                                confidence,
                                filter.strength(direction),
                                found ? Effect.of(filter.handlings().in(direction)) : Effect.NONE,
                                found,
                                null));
                    }
                }
                return findings;
            }

            @Override
            public Usage usage(Direction direction, List<AssessedText> content) {
                boolean enabled = filters.stream().anyMatch(filter -> filter.enabledIn(direction));
                return new Usage(0, enabled ? TextUnits.ofGuarded(content) : 0, 0, 0, 0, 0);
            }
        };
    }

    private static Confidence confidence(Category category, List<AssessedText> content) {
        if (category == Category.PROMPT_ATTACK) {
            boolean attack = content.stream().anyMatch(
                    text -> text.block().guarded() && text.block().attackable() && text.text().contains("attack!"));
            return attack ? Confidence.HIGH : Confidence.NONE;
        }
        String text = guarded(content);
        Confidence found = Confidence.NONE;
        for (Confidence confidence : Confidence.values()) {
            found = text.contains("insult! " + confidence.name().toLowerCase(Locale.ROOT)) ? confidence : found;
        }
        return category == Category.INSULTS ? found : Confidence.NONE;
    }

    /** An answer that repeats its source is grounded; one that holds its query is relevant. */
    public static Policy grounding(List<GroundingFilter> filters) {
        return new Policy() {
            @Override
            public List<Finding> assess(Direction direction, List<AssessedText> content) {
                List<Finding> findings = new ArrayList<>();
                if (!runs(direction, content)) {
                    return findings;
                }
                String answer = texts(content, ContentBlock.Role.CONTENT);
                for (GroundingFilter filter : filters) {
                    boolean supported = switch (filter.type()) {
                        case GROUNDING -> texts(content, ContentBlock.Role.GROUNDING_SOURCE).contains(answer);
                        case RELEVANCE -> answer.contains(texts(content, ContentBlock.Role.QUERY));
                    };
                    double score = supported ? 0.95 : 0.25;
                    boolean found = score < filter.threshold();
                    findings.add(new Finding.Grounding(
                            filter.type(),
                            filter.threshold(),
                            score,
                            found ? Effect.of(filter.handling()) : Effect.NONE,
                            found));
                }
                return findings;
            }

            @Override
            public Usage usage(Direction direction, List<AssessedText> content) {
                return new Usage(0, 0, 0, 0, 0, runs(direction, content) ? TextUnits.of(content) : 0);
            }

            private boolean runs(Direction direction, List<AssessedText> content) {
                return direction == Direction.OUTPUT
                        && !texts(content, ContentBlock.Role.GROUNDING_SOURCE).isEmpty()
                        && !texts(content, ContentBlock.Role.QUERY).isEmpty();
            }
        };
    }

    private static String texts(List<AssessedText> content, ContentBlock.Role role) {
        StringBuilder texts = new StringBuilder();
        content.stream().filter(text -> text.block().role() == role).forEach(text -> texts.append(text.text()));
        return texts.toString();
    }

    private static String guarded(List<AssessedText> content) {
        StringBuilder texts = new StringBuilder();
        content.stream().filter(text -> text.block().guarded()).forEach(text -> texts.append(text.text()).append('\n'));
        return texts.toString().toLowerCase(Locale.ROOT);
    }
}
