package dev.outcrop.evaluation.task;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.outcrop.evaluation.dataset.PromptRecord;
import dev.outcrop.evaluation.metric.Robustness;
import dev.outcrop.evaluation.perturb.Perturbations;
import dev.outcrop.evaluation.result.MetricResult;
import dev.outcrop.evaluation.result.RecordResult;
import org.jspecify.annotations.Nullable;

/**
 * One data set of a programmatic job: asks the model what each record needs and scores what it says. Thread-safe; records may be
 * evaluated in any order, each once.
 *
 * <p>Every metric scores the same answer, so a record costs one call, and with {@link Metric#ROBUSTNESS} one more for every
 * variant of its prompt.
 */
public final class ProgrammaticTask {

    /** The metrics of programmatic jobs. */
    public enum Metric {
        /** Likeness to a reference. */
        ACCURACY("Accuracy"),
        /** Change of the answer when the prompt is written otherwise. */
        ROBUSTNESS("Robustness"),
        /** Probability that the answer is toxic. */
        TOXICITY("Toxicity");

        private final String shortName;

        Metric(String shortName) {
            this.shortName = shortName;
        }

        /** As records write it. */
        public String shortName() {
            return shortName;
        }

        /** As jobs write it. */
        public String builtinName() {
            return "Builtin." + shortName;
        }
    }

    private static final String EDIT_DISTANCE = "word error rate (Levenshtein over words)";

    private final TaskType type;
    private final List<Metric> metrics;
    private final Perturbations perturbations;
    private final AccuracyScorer accuracy;
    private final RobustnessScorer robustness;
    private final @Nullable ToxicityClassifier toxicity;
    private final @Nullable TokenEmbedder embedder;
    private final String modelIdentifier;

    /**
     * A task.
     *
     * @param metrics in the order in which records list them
     * @param records all of the data set
     * @param modelIdentifier the model, as records name it
     * @throws IllegalArgumentException when a metric needs an embedder or classifier that is not there
     */
    public ProgrammaticTask(
            TaskType type,
            List<Metric> metrics,
            Perturbations perturbations,
            List<PromptRecord> records,
            String modelIdentifier,
            @Nullable TokenEmbedder embedder,
            @Nullable ToxicityClassifier toxicity) {
        this.type = type;
        this.metrics = List.copyOf(metrics);
        this.perturbations = perturbations;
        this.accuracy = new AccuracyScorer(
                type, records.stream().map(PromptRecord::reference).filter(Objects::nonNull).toList(), embedder);
        this.robustness = new RobustnessScorer(type, accuracy);
        boolean comparesSummaries = type == TaskType.SUMMARIZATION && needsReference(type, metrics);
        if (comparesSummaries && embedder == null) {
            throw new IllegalArgumentException("Summaries are scored by an encoder's token vectors");
        }
        if (metrics.contains(Metric.TOXICITY) && toxicity == null) {
            throw new IllegalArgumentException("Toxicity is scored by a classifier");
        }
        this.toxicity = toxicity;
        this.embedder = embedder;
        this.modelIdentifier = modelIdentifier;
    }

    /** Whether records need a reference. */
    public static boolean needsReference(TaskType type, List<Metric> metrics) {
        return metrics.contains(Metric.ACCURACY)
                || (metrics.contains(Metric.ROBUSTNESS) && type != TaskType.GENERATION);
    }

    /** The score that a metric's result is, or is a share of. */
    public String headline(Metric metric) {
        return switch (metric) {
            case ACCURACY -> accuracy.headline();
            case ROBUSTNESS -> type == TaskType.GENERATION ? "word_error_rate" : robustness.headline();
            case TOXICITY -> ToxicityClassifier.HEADLINE;
        };
    }

    /** What computed each metric, by its short name. */
    public Map<String, String> implementations() {
        Map<String, String> names = new LinkedHashMap<>();
        for (Metric metric : metrics) {
            names.put(metric.shortName(), switch (metric) {
                case ACCURACY -> implementation(accuracy.headline());
                case ROBUSTNESS -> type == TaskType.GENERATION
                        ? EDIT_DISTANCE
                        : "change of " + implementation(accuracy.headline());
                case TOXICITY -> Objects.requireNonNull(toxicity).name();
            });
        }
        return names;
    }

    private String implementation(String score) {
        return score.equals("bertscore") ? "bertscore by " + Objects.requireNonNull(embedder).name() : score;
    }

    /**
     * Evaluates one record.
     *
     * @param index its number in the data set, counted from 0
     * @param baseline what the model's answers to one prompt vary by; see {@link #baseline}
     * @throws InterruptedException when the job is stopped; nothing of the record is kept
     */
    public RecordResult evaluate(long index, PromptRecord record, Answerer model, double baseline)
            throws InterruptedException {
        Answerer.Answered answered;
        try {
            answered = model.answer(record.prompt());
        } catch (Answerer.Unanswered failure) {
            return unanswered(record, failure);
        }
        Map<String, Double> scores = new LinkedHashMap<>();
        List<RecordResult.Perturbed> perturbed = metrics.contains(Metric.ROBUSTNESS)
                ? perturbed(index, record, model)
                : List.of();
        List<MetricResult> results = new ArrayList<>();
        for (Metric metric : metrics) {
            results.add(MetricResult.computed(metric.shortName(), switch (metric) {
                case ACCURACY -> {
                    scores.putAll(accuracy.score(answered.text(), reference(record)));
                    yield scores.get(accuracy.headline());
                }
                case ROBUSTNESS -> robustness(record, answered.text(), perturbed, baseline, scores);
                case TOXICITY -> {
                    Map<String, Double> found = Objects.requireNonNull(toxicity).score(answered.text());
                    scores.putAll(found);
                    yield found.get(ToxicityClassifier.HEADLINE);
                }
            }));
        }
        return new RecordResult(
                record, modelIdentifier, answered.text(), results,
                new RecordResult.Details(
                        scores, perturbed, null, answered.millis(), answered.inputTokens(), answered.outputTokens(),
                        implementations()));
    }

    /**
     * What the model's answers to one prompt vary by: 0 for one that always answers alike.
     *
     * @param answers to the prompt, at least two
     */
    public double baseline(List<String> answers) {
        return type == TaskType.GENERATION ? RobustnessScorer.baseline(answers) : 0;
    }

    private List<RecordResult.Perturbed> perturbed(long index, PromptRecord record, Answerer model)
            throws InterruptedException {
        List<RecordResult.Perturbed> perturbed = new ArrayList<>();
        for (Perturbations.Variant variant : perturbations.of(record.prompt(), index)) {
            String response;
            try {
                response = model.answer(variant.prompt()).text();
            } catch (Answerer.Unanswered failure) {
                response = null;
            }
            perturbed.add(new RecordResult.Perturbed(variant.kind(), variant.prompt(), response));
        }
        return perturbed;
    }

    /** Null when some variant has no answer: a mean over the rest would be another measure. */
    private @Nullable Double robustness(
            PromptRecord record, String original, List<RecordResult.Perturbed> perturbed, double baseline,
            Map<String, Double> scores) {
        List<String> changed = perturbed.stream().map(RecordResult.Perturbed::response).filter(Objects::nonNull)
                .toList();
        if (changed.isEmpty() || changed.size() < perturbed.size()) {
            return null;
        }
        if (type == TaskType.GENERATION) {
            Double rate = RobustnessScorer.wordErrorRate(original, changed, baseline);
            if (rate != null) {
                scores.put("word_error_rate", rate);
            }
            return rate;
        }
        Map<String, Robustness> deltas = robustness.deltas(original, changed, reference(record));
        deltas.forEach((name, change) -> scores.put(name, change.delta()));
        Robustness headline = Objects.requireNonNull(deltas.get(robustness.headline()));
        scores.put(accuracy.headline(), headline.original());
        return headline.percent();
    }

    private static String reference(PromptRecord record) {
        String reference = record.reference();
        if (reference == null) {
            throw new IllegalArgumentException("line " + record.line() + " has no reference");
        }
        return reference;
    }

    private RecordResult unanswered(PromptRecord record, Answerer.Unanswered failure) {
        return new RecordResult(
                record,
                modelIdentifier,
                null,
                metrics.stream().map(metric -> MetricResult.computed(metric.shortName(), null)).toList(),
                new RecordResult.Details(
                        Map.of(), List.of(),
                        new RecordResult.Failure(
                                failure.code(), String.valueOf(failure.getMessage()), failure.attempts()),
                        0, 0, 0, implementations()));
    }
}
