package dev.outcrop.evaluation.report;

import java.util.List;

/**
 * One data set of a job, answered by one model.
 *
 * @param standIn whether its prompts are Outcrop's own in the place of a public data set
 * @param prompts records in all
 * @param responses those that the model answered
 */
public record DatasetReport(
        String name,
        String taskType,
        boolean standIn,
        String model,
        int prompts,
        int responses,
        List<MetricReport> metrics) {

    public DatasetReport {
        metrics = List.copyOf(metrics);
    }
}
