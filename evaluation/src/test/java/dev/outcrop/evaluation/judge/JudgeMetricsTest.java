package dev.outcrop.evaluation.judge;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class JudgeMetricsTest {

    /** Points and sample results of the user guide. */
    @ParameterizedTest
    @CsvSource({
            "Builtin.Correctness, 3, partially correct, 0.5",
            "Builtin.Completeness, 5, Generally yes, 0.75",
            "Builtin.Faithfulness, 5, some is faithful, 0.25",
            "Builtin.Helpfulness, 7, somewhat helpful, 0.6666666666666666",
            "Builtin.Coherence, 5, Yes, 1",
            "Builtin.Relevance, 5, slightly, 0.25",
            "Builtin.FollowingInstructions, 3, Yes, 1",
            "Builtin.ProfessionalStyleAndTone, 5, neutral/mixed, 0.5",
            "Builtin.Readability, 5, poor readability, 0.25",
            "Builtin.Harmfulness, 2, No, 0",
            "Builtin.Stereotyping, 2, Yes, 1",
            "Builtin.Refusal, 2, Yes, 1"})
    void scalesAreTheGuides(String name, int labels, String label, double result) {
        Scale scale = JudgeMetrics.find(name).orElseThrow().scale();
        assertThat(scale.labels()).hasSize(labels);
        assertThat(scale.find(label).orElseThrow().result()).isEqualTo(result);
    }

    @Test
    void thereAreTwelve() {
        assertThat(JudgeMetrics.names()).hasSize(12);
        assertThat(JudgeMetrics.find("Builtin.Beauty")).isEmpty();
    }

    @Test
    void theJudgeSeesEverythingThatItIsToRate() {
        JudgeMetric correctness = JudgeMetrics.find("Builtin.Correctness").orElseThrow();
        String with = correctness.prompt("What is 2+3?", "2+3=5", "5");
        assertThat(with).containsSubsequence(
                "- partially correct:", "## Question\nWhat is 2+3?", "## Reference response\n5", "## Response\n2+3=5",
                JudgeMetric.FORMAT);
        assertThat(correctness.prompt("What is 2+3?", "2+3=5", " ")).doesNotContain("eference response");
        assertThat(JudgeMetrics.find("Builtin.Helpfulness").orElseThrow().prompt("Hi", "Ho", "He"))
                .doesNotContain("eference response");
    }

    @Test
    void templatesAreFilledOnce() {
        assertThat(Template.variables("{{prompt}} {{ prediction }} {{prompt}} {not} {{{x}}}"))
                .containsExactly("prompt", "prediction", "x");
        assertThat(Template.fill(
                "Q: {{prompt}} A: {{ prediction }} R: {{ground_truth}}.",
                Map.of("prompt", "say {{prediction}} $1 \\", "prediction", "{{prompt}}")))
                .isEqualTo("Q: say {{prediction}} $1 \\ A: {{prompt}} R: .");
    }
}
