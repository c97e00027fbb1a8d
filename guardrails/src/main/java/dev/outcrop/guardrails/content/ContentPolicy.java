package dev.outcrop.guardrails.content;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.outcrop.guardrails.assessment.Effect;
import dev.outcrop.guardrails.assessment.Finding;
import dev.outcrop.guardrails.assessment.Usage;
import dev.outcrop.guardrails.config.ContentFilter;
import dev.outcrop.guardrails.config.ContentFilter.Category;
import dev.outcrop.guardrails.config.Direction;
import dev.outcrop.guardrails.policy.Policy;
import dev.outcrop.guardrails.policy.TextUnits;
import dev.outcrop.guardrails.text.AssessedText;

/**
 * The content-filter policy: one finding per filter that looked at the content, with the confidence of its most harmful
 * block; detected as the filter's strength says (Amazon Bedrock user guide, "Configure content filters").
 *
 * <p>PROMPT_ATTACK looks at input only, and only at blocks that are attackable; when there is none the filter has not run
 * and reports nothing.
 */
public final class ContentPolicy implements Policy {
    private final List<ContentFilter> filters;
    private final HarmClassifier classifier;

    /** @param filters at most one per category, in the order they are reported */
    public ContentPolicy(List<ContentFilter> filters, HarmClassifier classifier) {
        this.filters = List.copyOf(filters);
        this.classifier = classifier;
    }

    @Override
    public List<Finding> assess(Direction direction, List<AssessedText> content) {
        Map<Category, Judgement> worst = new EnumMap<>(Category.class);
        for (AssessedText text : content) {
            Set<Category> categories = looksFor(direction, text);
            if (!categories.isEmpty()) {
                classifier.judge(direction, text, categories)
                        .forEach((category, judgement) -> worst.merge(category, judgement, Judgement::worse));
            }
        }
        List<Finding> findings = new ArrayList<>();
        for (ContentFilter filter : filters) {
            Judgement judgement = worst.get(filter.category());
            if (judgement != null && filter.enabledIn(direction)) {
                findings.add(finding(direction, filter, judgement));
            }
        }
        return List.copyOf(findings);
    }

    private static Finding finding(Direction direction, ContentFilter filter, Judgement judgement) {
        boolean detected = filter.strength(direction).detects(judgement.confidence());
        return new Finding.Filter(
                filter.category(),
                judgement.confidence(),
                filter.strength(direction),
                detected ? Effect.of(filter.handlings().in(direction)) : Effect.NONE,
                detected,
                judgement.decidedBy());
    }

    @Override
    public Usage usage(Direction direction, List<AssessedText> content) {
        List<AssessedText> looked = content.stream().filter(text -> !looksFor(direction, text).isEmpty()).toList();
        return new Usage(0, TextUnits.of(looked), 0, 0, 0, 0);
    }

    /** The categories whose filters look at this text. */
    private Set<Category> looksFor(Direction direction, AssessedText text) {
        Set<Category> categories = EnumSet.noneOf(Category.class);
        if (text.block().guarded()) {
            for (ContentFilter filter : filters) {
                boolean concerned = filter.category() != Category.PROMPT_ATTACK
                        || (direction == Direction.INPUT && text.block().attackable());
                if (concerned && filter.enabledIn(direction)) {
                    categories.add(filter.category());
                }
            }
        }
        return categories;
    }
}
