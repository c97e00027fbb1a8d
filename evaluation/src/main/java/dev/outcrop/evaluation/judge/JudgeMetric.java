package dev.outcrop.evaluation.judge;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One thing that a judge rates.
 *
 * @param name as jobs and records write it
 * @param task role and task, one or two sentences
 * @param rubric what to heed, one line each
 * @param scale what it chooses from
 * @param reads what it is shown beside the task
 */
public record JudgeMetric(String name, String task, List<String> rubric, Scale scale, Reads reads) {

    /** What a judge is shown. */
    public enum Reads {
        /** The prompt and the answer. */
        ANSWER,
        /** These, and the reference answer where the record has one. */
        ANSWER_AND_REFERENCE
    }

    public JudgeMetric {
        rubric = List.copyOf(rubric);
    }

    /** Whether the record's reference is shown, when it has one. */
    public boolean readsReference() {
        return reads == Reads.ANSWER_AND_REFERENCE;
    }

    /**
     * What the judge is asked.
     *
     * @param reference null or blank when the record has none
     */
    public String prompt(String prompt, String answer, @Nullable String reference) {
        StringBuilder text = new StringBuilder(task).append("\n\nWhat to heed:\n");
        rubric.forEach(line -> text.append("- ").append(line).append('\n'));
        boolean referenced = readsReference() && reference != null && !reference.isBlank();
        if (referenced) {
            text.append(
                    "- A reference response is given: what agrees with it in substance is right. It need not be worded")
                    .append(" alike, and the response may leave out what is not essential to the question.\n");
        }
        text.append("\nChoose exactly one of these labels:\n");
        for (Scale.Label label : scale.labels()) {
            text.append("- ").append(label.text());
            if (!label.meaning().isEmpty()) {
                text.append(": ").append(label.meaning());
            }
            text.append('\n');
        }
        text.append("\n## Question\n").append(prompt).append('\n');
        if (referenced) {
            text.append("\n## Reference response\n").append(reference).append('\n');
        }
        return text.append("\n## Response\n").append(answer).append("\n\n").append(FORMAT).toString();
    }

    /** How the judge is to answer; repeated when it has not. */
    public static final String FORMAT = "Answer with one JSON object and nothing else:"
            + " {\"reasoning\": \"<why, in one to three sentences>\", \"answer\": \"<the label, exactly as written above>\"}";
}
