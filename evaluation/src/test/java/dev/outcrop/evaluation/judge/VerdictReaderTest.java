package dev.outcrop.evaluation.judge;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class VerdictReaderTest {
    private static final Scale HELPFULNESS = JudgeMetrics.find("Builtin.Helpfulness").orElseThrow().scale();

    private static Verdict helpfulness(String answer) {
        return new VerdictReader(HELPFULNESS).read(answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "{\"reasoning\": \"Fine.\", \"answer\": \"somewhat helpful\"}",
            "```json\n{\"reasoning\": \"Fine.\", \"answer\": \"Somewhat Helpful.\"}\n```",
            "Here it is: {\"answer\": \"somewhat helpful\", \"reasoning\": \"Fine.\"}",
            "<response><reasoning>Fine.</reasoning><answer>somewhat helpful</answer></response>",
            "```xml\n<response><reasoning>Fine.</reasoning>\n<answer>\nsomewhat helpful\n</answer></response>\n```",
            "<explain>Fine.</explain>\n<answer>somewhat helpful</answer>",
            "Explanation: Fine., Answer: somewhat helpful",
            "<thinking>{\"answer\": \"very helpful\"}</thinking>Explanation: Fine., Answer: **somewhat helpful**"})
    void everyFormMeansTheSame(String answer) {
        Verdict verdict = helpfulness(answer);
        assertThat(verdict.readable()).isTrue();
        assertThat(verdict.result()).isEqualTo(4 / 6.0);
        assertThat(verdict.explanation()).isEqualTo("Fine.");
    }

    @Test
    void aLabelWithinWordsCountsWhenItIsTheOnlyOne() {
        assertThat(helpfulness("Answer: I find it very helpful indeed").result()).isEqualTo(5 / 6.0);
        assertThat(helpfulness("Answer: very unhelpful or very helpful").readable()).isFalse();
        assertThat(helpfulness("Answer: neither helpful nor unhelpful, I think").result()).isEqualTo(0.5);
        Scale noYes = Scale.ascending("No", "Yes");
        assertThat(new VerdictReader(noYes).read("Answer: Not sure").readable()).isFalse();
        assertThat(new VerdictReader(noYes).read("Answer: yes, it does").result()).isEqualTo(1.0);
    }

    @Test
    void whatCannotBeReadIsKept() {
        Verdict verdict = helpfulness("It is what it is.");
        assertThat(verdict.readable()).isFalse();
        assertThat(verdict.result()).isNull();
        assertThat(verdict.explanation()).isEqualTo("It is what it is.");
        assertThat(helpfulness("x".repeat(5_000)).explanation()).hasSize(2_000);
        assertThat(helpfulness("").readable()).isFalse();
        assertThat(helpfulness("{\"answer\": {\"a\": 1}}").readable()).isFalse();
        assertThat(helpfulness("{".repeat(60_000) + "}").readable()).isFalse();
    }

    @Test
    void notApplicableIsReadAndHasNoResult() {
        Verdict verdict = new VerdictReader(
                JudgeMetrics.find("Builtin.FollowingInstructions").orElseThrow().scale())
                .read("{\"reasoning\":\"None.\",\"answer\":\"Not applicable\"}");
        assertThat(verdict.readable()).isTrue();
        assertThat(verdict.result()).isNull();
        assertThat(verdict.explanation()).isEqualTo("None.");
    }
}
