package dev.outcrop.evaluation.report;

import java.time.Instant;
import java.util.List;

/**
 * A job's report.
 *
 * @param status as Get says it
 * @param jobType {@code Automated} or {@code Human}
 * @param applicationType {@code ModelEvaluation} or {@code RagEvaluation}
 */
public record JobReport(
        String jobName,
        String jobArn,
        String status,
        String jobType,
        String applicationType,
        Instant generatedAt,
        List<String> models,
        List<DatasetReport> datasets) {

    public JobReport {
        models = List.copyOf(models);
        datasets = List.copyOf(datasets);
    }
}
