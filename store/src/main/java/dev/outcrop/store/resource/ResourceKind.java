package dev.outcrop.store.resource;

/** Kinds of resources, by the words that stand for them in the database. */
public enum ResourceKind {
    INFERENCE_PROFILE("inference-profile", false), PROVISIONED_THROUGHPUT("provisioned-model", true), CUSTOM_MODEL(
            "custom-model", true), CUSTOM_MODEL_DEPLOYMENT("custom-model-deployment", true), MODEL_COPY_JOB(
                    "model-copy-job", false), MODEL_IMPORT_JOB("model-import-job", true), IMPORTED_MODEL(
                            "imported-model", true), EVALUATION_JOB("evaluation-job", true), MODEL_INVOCATION_JOB(
                                    "model-invocation-job", true), ASYNC_INVOKE("async-invoke", false);

    private final String code;
    private final boolean uniqueNames;

    ResourceKind(String code, boolean uniqueNames) {
        this.code = code;
        this.uniqueNames = uniqueNames;
    }

    /** What the database calls it; not to be changed. */
    String code() {
        return code;
    }

    /** Whether a name is given once in an account and region. */
    public boolean hasUniqueNames() {
        return uniqueNames;
    }
}
