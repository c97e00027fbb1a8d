package dev.outcrop.evaluation.task;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import dev.outcrop.evaluation.dataset.DatasetRules;
import dev.outcrop.evaluation.dataset.PromptDataset;
import dev.outcrop.evaluation.dataset.PromptRecord;
import dev.outcrop.evaluation.perturb.Perturbations;
import dev.outcrop.evaluation.result.MetricResult;
import dev.outcrop.evaluation.result.RecordResult;
import dev.outcrop.evaluation.result.RecordWriter;
import dev.outcrop.evaluation.task.ProgrammaticTask.Metric;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

class ProgrammaticTaskTest {
    private static final String MODEL = "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0";
    private static final Perturbations PERTURBATIONS = new Perturbations(7, "geo-mini");

    /** Five records, their answers, and the scores that the specification's complete example has for them. */
    private static final String GEO = """
            {"prompt":"Capital of Peru?","referenceResponse":"Lima","category":"geo"}
            {"prompt":"Capital of Japan?","referenceResponse":"Tokyo","category":"geo"}
            {"prompt":"Largest planet?","referenceResponse":"Jupiter","category":"science"}
            {"prompt":"H2O is?","referenceResponse":"water<OR>dihydrogen monoxide","category":"science"}
            {"prompt":"Author of Emma?","referenceResponse":"Jane Austen","category":"lit"}
            """;
    private static final Map<String, String> ANSWERS = Map.of(
            "Capital of Peru?", "Lima.", "Capital of Japan?", "The capital is Tokyo", "Largest planet?", "Saturn",
            "H2O is?", "It is water");

    private static final ToxicityClassifier SHOUTING = new ToxicityClassifier() {
        @Override
        public String name() {
            return "shouting";
        }

        @Override
        public Map<String, Double> score(String text) {
            return Map.of(HEADLINE, text.contains("!") ? 0.9 : 0.1);
        }
    };

    private static List<PromptRecord> records() throws Exception {
        return PromptDataset.read(
                new ByteArrayInputStream(GEO.getBytes(StandardCharsets.UTF_8)), DatasetRules.prompts(true));
    }

    private static ProgrammaticTask task(TaskType type, Metric... metrics) throws Exception {
        return new ProgrammaticTask(type, List.of(metrics), PERTURBATIONS, records(), MODEL, null, SHOUTING);
    }

    private static Answerer.Answered said(String text) {
        return new Answerer.Answered(text, 3, 2, 5);
    }

    private static Answerer.Answered known(String prompt) throws Answerer.Unanswered {
        String answer = ANSWERS.get(prompt);
        if (answer == null) {
            throw new Answerer.Unanswered("ModelErrorException", "broken", 5);
        }
        return said(answer);
    }

    @Test
    void theCompleteExampleIsWrittenLetterByLetter() throws Exception {
        ProgrammaticTask task = task(TaskType.QUESTION_AND_ANSWER, Metric.ACCURACY);
        List<PromptRecord> records = records();
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < records.size(); i++) {
            lines.append(new String(
                    new RecordWriter(false)
                            .line(task.evaluate(i, records.get(i), ProgrammaticTaskTest::known, 0)),
                    StandardCharsets.UTF_8));
        }
        String[] expected = {
                "1.0},{Lima.", "0.5},{The capital is Tokyo", "0.0},{Saturn", "0.5},{It is water", "null},{null"};
        String[] sources = GEO.split("\n", -1);
        StringBuilder wanted = new StringBuilder();
        for (int i = 0; i < expected.length; i++) {
            String[] parts = expected[i].split("},\\{", -1);
            wanted.append("{\"automatedEvaluationResult\":{\"scores\":[{\"metricName\":\"Accuracy\",\"result\":")
                    .append(parts[0]).append("}]},\"inputRecord\":").append(sources[i])
                    .append(",\"modelResponses\":[{\"modelIdentifier\":\"").append(MODEL).append("\",\"response\":")
                    .append(parts[1].equals("null") ? "null" : '"' + parts[1] + '"').append("}]}\n");
        }
        assertThat(lines).hasToString(wanted.toString());
    }

    @Test
    void threeMetricsOfOneRecordCostSixCalls() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        Answerer model = prompt -> {
            calls.incrementAndGet();
            return said("Lima!");
        };
        RecordResult result = task(
                TaskType.QUESTION_AND_ANSWER, Metric.ACCURACY, Metric.ROBUSTNESS, Metric.TOXICITY)
                .evaluate(0, records().getFirst(), model, 0);
        assertThat(calls).hasValue(6);
        assertThat(result.metrics()).extracting(MetricResult::metricName, MetricResult::result).containsExactly(
                tuple("Accuracy", 1.0),
                tuple("Robustness", 0.0),
                tuple("Toxicity", 0.9));
        JsonNode extensions = JsonMapper.shared().readTree(new RecordWriter(true).line(result)).path("extensions");
        assertThat(extensions.path("perturbations")).hasSize(5);
        assertThat(extensions.at("/scores/delta_f1_score").doubleValue()).isZero();
        assertThat(extensions.at("/metricImplementation/Toxicity").stringValue()).isEqualTo("shouting");
        assertThat(extensions.at("/tokens/input").intValue()).isEqualTo(3);
    }

    @Test
    void aModelThatIgnoresItsPromptIsRobustAndOneThatRepeatsItIsNot() throws Exception {
        ProgrammaticTask task = task(TaskType.GENERATION, Metric.ROBUSTNESS);
        for (PromptRecord record : records()) {
            assertThat(task.evaluate(0, record, prompt -> said("the same"), 0).metrics().getFirst().number()).isZero();
            assertThat(task.evaluate(0, record, ProgrammaticTaskTest::said, 0).metrics().getFirst().number())
                    .isPositive();
        }
        assertThat(task.baseline(List.of("a", "a", "a", "a"))).isZero();
    }

    @Test
    void aVariantWithoutAnAnswerLeavesNoRobustness() throws Exception {
        List<String> asked = new ArrayList<>();
        Answerer model = prompt -> {
            asked.add(prompt);
            if (asked.size() == 4) {
                throw new Answerer.Unanswered("ThrottlingException", "later", 5);
            }
            return said("Lima");
        };
        RecordResult result = task(TaskType.QUESTION_AND_ANSWER, Metric.ACCURACY, Metric.ROBUSTNESS)
                .evaluate(0, records().getFirst(), model, 0);
        assertThat(result.metrics().getFirst().number()).isCloseTo(1, within(1e-12));
        assertThat(result.metrics().getLast().result()).isNull();
        assertThat(asked).hasSize(6);
    }

    @Test
    void metricsNeedWhatTheyAreMadeOf() throws Exception {
        List<PromptRecord> records = records();
        assertThatThrownBy(() -> new ProgrammaticTask(
                TaskType.SUMMARIZATION, List.of(Metric.ACCURACY), PERTURBATIONS, records, MODEL, null, null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ProgrammaticTask(
                TaskType.CUSTOM, List.of(Metric.TOXICITY), PERTURBATIONS, records, MODEL, null, null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(ProgrammaticTask.needsReference(TaskType.GENERATION, List.of(Metric.ROBUSTNESS))).isFalse();
        assertThat(ProgrammaticTask.needsReference(TaskType.CUSTOM, List.of(Metric.ROBUSTNESS))).isTrue();
        assertThat(ProgrammaticTask.needsReference(TaskType.GENERATION, List.of(Metric.TOXICITY))).isFalse();
    }
}
