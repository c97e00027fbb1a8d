package dev.outcrop.guardrails.grounding;

import java.util.ArrayList;
import java.util.List;

import dev.outcrop.guardrails.assessment.Effect;
import dev.outcrop.guardrails.assessment.Finding;
import dev.outcrop.guardrails.assessment.Usage;
import dev.outcrop.guardrails.config.Direction;
import dev.outcrop.guardrails.config.GroundingFilter;
import dev.outcrop.guardrails.config.Handling;
import dev.outcrop.guardrails.policy.AssessmentException;
import dev.outcrop.guardrails.policy.Policy;
import dev.outcrop.guardrails.policy.TextUnits;
import dev.outcrop.guardrails.text.AssessedText;
import dev.outcrop.guardrails.text.ContentBlock.Role;
import dev.outcrop.inference.InferenceException;

/**
 * Checks a model's answer against its source and its question (Amazon Bedrock user guide, "Use contextual grounding check
 * to filter hallucinations in responses"). Output only. Several sources, queries or contents are taken together.
 *
 * <p>Without a source, a query or a content there is nothing to check: no finding and no text unit. Whether that is an
 * error is the operation's to say ({@link GroundingLimits}).
 */
public final class GroundingPolicy implements Policy {
    private final List<GroundingFilter> filters;
    private final GroundingModel grounding = new GroundingModel(Weights.shipped("grounding.properties"));
    private final RelevanceModel relevance = new RelevanceModel(Weights.shipped("relevance.properties"));

    /** @param filters those that are disabled are not checked */
    public GroundingPolicy(List<GroundingFilter> filters) {
        this.filters = filters.stream().filter(filter -> filter.handling() != Handling.DISABLED).toList();
    }

    @Override
    public List<Finding> assess(Direction direction, List<AssessedText> content) {
        if (!applies(direction, content)) {
            return List.of();
        }
        try {
            List<Statement> answer = statements(content, Role.CONTENT);
            List<Statement> source = statements(content, Role.GROUNDING_SOURCE);
            List<Statement> query = statements(content, Role.QUERY);
            return filters.stream().map(filter -> check(filter, answer, source, query)).toList();
        } catch (InferenceException e) {
            throw new AssessmentException("The encoder failed on content under contextual grounding.", e);
        }
    }

    private Finding check(
            GroundingFilter filter, List<Statement> answer, List<Statement> source, List<Statement> query) {
        double score = switch (filter.type()) {
            case GROUNDING -> grounding.score(answer, source, query);
            case RELEVANCE -> relevance.score(answer, source, query);
        };
        boolean detected = score < filter.threshold();
        Effect effect = detected ? Effect.of(filter.handling()) : Effect.NONE;
        return new Finding.Grounding(filter.type(), filter.threshold(), score, effect, detected);
    }

    @Override
    public Usage usage(Direction direction, List<AssessedText> content) {
        return new Usage(0, 0, 0, 0, 0, applies(direction, content) ? TextUnits.of(content) : 0);
    }

    private boolean applies(Direction direction, List<AssessedText> content) {
        return direction == Direction.OUTPUT
                && !filters.isEmpty()
                && has(content, Role.CONTENT)
                && has(content, Role.GROUNDING_SOURCE)
                && has(content, Role.QUERY);
    }

    private static boolean has(List<AssessedText> content, Role role) {
        return content.stream().anyMatch(text -> text.block().role() == role);
    }

    private static List<Statement> statements(List<AssessedText> content, Role role) {
        List<Statement> statements = new ArrayList<>();
        for (AssessedText text : content) {
            if (text.block().role() == role) {
                String read = text.folded().text();
                StatementReader reader = new StatementReader(read, text.sentences());
                text.encode(read, reader);
                statements.addAll(reader.statements());
            }
        }
        return statements;
    }
}
