package dev.outcrop.catalog;

import org.jspecify.annotations.Nullable;

/** Something of an account that stands for a model. */
public sealed interface AccountModel {

    /** Its ARN. */
    String arn();

    /** Whether calls can be answered. */
    enum Readiness {
        READY,
        /** Soon: callers are to try again. */
        PREPARING,
        /** Never. */
        FAILED
    }

    /**
     * An application inference profile.
     *
     * @param source ARN of the foundation model or system-defined profile that it was copied from
     */
    record Profile(String arn, String source) implements AccountModel {}

    /**
     * Provisioned throughput.
     *
     * @param modelArn what it serves: a foundation model or a custom model
     */
    record Provisioned(String arn, String modelArn, Readiness readiness) implements AccountModel {}

    /**
     * A custom model, deployed.
     *
     * @param modelArn the custom model
     */
    record Deployment(String arn, String modelArn, Readiness readiness) implements AccountModel {}

    /**
     * A custom model, which answers by way of the two above alone.
     *
     * @param baseModelArn the foundation model that it was made from; null when it came with weights of its own
     */
    record Custom(String arn, @Nullable String baseModelArn, Readiness readiness) implements AccountModel {}

    /** An imported model. */
    record Imported(String arn) implements AccountModel {}
}
