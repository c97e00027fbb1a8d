package dev.outcrop.catalog;

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
     * @param units model units
     */
    record Provisioned(String arn, String modelArn, long units, Readiness readiness) implements AccountModel {}

    /**
     * A custom model, deployed.
     *
     * @param modelArn the custom model
     */
    record Deployment(String arn, String modelArn, Readiness readiness) implements AccountModel {}

    /**
     * A custom model, with weights of its own, which answers by way of the two above alone.
     */
    record Custom(String arn, Readiness readiness) implements AccountModel {}

    /** An imported model. */
    record Imported(String arn) implements AccountModel {}
}
