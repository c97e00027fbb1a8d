package dev.outcrop.guardrails.classifier;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

import dev.outcrop.guardrails.assessment.Confidence;
import dev.outcrop.guardrails.config.ContentFilter.Category;
import dev.outcrop.guardrails.config.Direction;
import dev.outcrop.guardrails.content.HarmClassifier;
import dev.outcrop.guardrails.content.Judgement;
import dev.outcrop.guardrails.policy.AssessmentException;
import dev.outcrop.guardrails.text.AssessedText;
import dev.outcrop.guardrails.text.TextView;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A classifier that asks for a second opinion, which then decides in place of the first judgement.
 *
 * <p>It is asked about every reading of a text (decoded, spaced letters joined, ...), as the first judgement was made on
 * all of them: asked about the disguise alone, a judge would clear what was found behind it. The most harmful reading
 * decides. Categories that the consultant cannot tell stay as the first judgement has them.
 */
public final class ConsultingClassifier implements HarmClassifier {
    private static final Logger LOG = LoggerFactory.getLogger(ConsultingClassifier.class);

    private final HarmClassifier first;
    private final Consultation consultation;
    private final LongSupplier nanoTime;

    /**
     * @param first judges every text before, and where there is no second opinion
     * @param nanoTime {@link System#nanoTime} or what stands for it
     */
    public ConsultingClassifier(HarmClassifier first, Consultation consultation, LongSupplier nanoTime) {
        this.first = first;
        this.consultation = consultation;
        this.nanoTime = nanoTime;
    }

    @Override
    public Map<Category, Judgement> judge(Direction direction, AssessedText text, Set<Category> categories) {
        Map<Category, Judgement> judgements = new EnumMap<>(Category.class);
        judgements.putAll(first.judge(direction, text, categories));
        Set<Category> asked = asked(judgements);
        List<String> readings = text.views().stream().map(TextView::text).filter(view -> !view.isBlank()).toList();
        if (asked.isEmpty() || readings.isEmpty()) {
            return judgements;
        }
        String name = consultation.consultant().name();
        try {
            opinion(direction, readings, asked)
                    .forEach((category, confidence) -> judgements.put(category, new Judgement(confidence, name)));
        } catch (NoOpinionException e) {
            LOG.warn("No opinion of {}: {}", name, e.getMessage(), e.getCause());
            String why = "fallback " + consultation.fallback().name().toLowerCase(Locale.ROOT) + ": " + name + ": "
                    + e.getMessage();
            judgements.replaceAll((category,
                    judgement) -> asked.contains(category) ? new Judgement(fallback(judgement), why) : judgement);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssessmentException("The assessment was interrupted", e);
        }
        return judgements;
    }

    private Set<Category> asked(Map<Category, Judgement> judgements) {
        Set<Category> asked = EnumSet.noneOf(Category.class);
        judgements.forEach((category, judgement) -> {
            boolean worthAsking = switch (consultation.when()) {
                case UNCERTAIN -> judgement.uncertain();
                case ALWAYS -> true;
            };
            if (worthAsking && consultation.consultant().categories().contains(category)) {
                asked.add(category);
            }
        });
        return asked;
    }

    private Map<Category, Confidence> opinion(Direction direction, List<String> readings, Set<Category> asked)
            throws NoOpinionException, InterruptedException {
        Deadline deadline = Deadline.in(consultation.deadline(), nanoTime);
        Map<Category, Confidence> worst = new EnumMap<>(Category.class);
        for (String reading : readings) {
            consultation.consultant()
                    .opinion(direction, reading, asked, deadline)
                    .forEach((category, confidence) -> worst.merge(category, confidence,
                            (a, b) -> a.compareTo(b) >= 0 ? a : b));
        }
        return worst;
    }

    private Confidence fallback(Judgement judgement) {
        return switch (consultation.fallback()) {
            case EMBEDDED -> judgement.confidence();
            case BLOCK -> Confidence.HIGH;
        };
    }
}
