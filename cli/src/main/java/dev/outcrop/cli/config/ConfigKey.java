package dev.outcrop.cli.config;

import java.util.Locale;

/**
 * One setting: its key in {@code outcrop.yaml}, its default as text, what it is for.
 *
 * <p>The table that follows is the only list of keys: reading, environment variables, error messages and
 * {@code docs/configuration.md} (a test compares them) all come from it.
 */
public enum ConfigKey {
    // @formatter:off: the formatter indents each entry further than the one before.
    SERVER_HOST("server.host", "127.0.0.1",
            "Address to listen on."),
    SERVER_PORT("server.port", "8910",
            "Port to listen on; 0 takes a free one."),
    SERVER_BASE_PATH("server.base-path", "",
            "Path in front of every operation, such as `/bedrock`."),
    SERVER_TLS_CERTIFICATE("server.tls.certificate", "",
            "PEM file with the certificate chain; turns TLS on."),
    SERVER_TLS_KEY("server.tls.key", "",
            "PEM file with the private key (PKCS#8)."),
    SERVER_MAX_CONNECTIONS("server.max-connections", "10000",
            "Most connections at once; more are closed."),
    SERVER_IDLE_TIMEOUT("server.idle-timeout", "60",
            "Seconds until a connection without a request is closed."),
    SERVER_DRAIN_TIMEOUT("server.drain-timeout", "30",
            "Seconds that running calls get to finish on SIGTERM."),
    SERVER_STREAM_PADDING("server.stream-padding", "true",
            "Hide token lengths with the padding member `p`."),
    SERVER_PRE_DRAIN("server.pre-drain", "0",
            "Seconds that `/readyz` says 503 on SIGTERM before anything is refused, so that load balancers leave first."),
    SERVER_RETRY_AFTER("server.retry-after", "1",
            "Seconds that throttled callers are told to wait (`retry-after` on 429 and 503); 0 tells nothing."),
    FAULTS_RULES("faults.rules", "[]",
            "Faults on purpose: a list of rules, first match wins; see [faults](faults.md). Changes while it runs."),
    FAULTS_ADMIN("faults.admin", "false",
            "Let this machine show, set and clear those rules at `/outcrop/faults`, without credentials."),
    MANAGEMENT_HOST("management.host", "127.0.0.1",
            "Address of a listener of its own for `/metrics`, `/healthz` and `/readyz`, when it has a port."),
    MANAGEMENT_PORT("management.port", "0",
            "Port of that listener, without TLS and credentials; 0 is none, and measures are for this machine alone."),
    LOG_FORMAT("log.format", "text",
            "How the log on standard error is written: `text`, or `json`, one object a line."),
    LOG_LEVEL("log.level", "info",
            "What is logged: `error`, `warn`, `info` or `debug`. Changes while it runs."),
    LOG_ACCESS("log.access", "false",
            "Log a line for every call: operation, status, model, tokens, caller; never what was said."),
    DATA("data", "~/.outcrop",
            "Folder for everything Outcrop keeps."),
    STORE_URL("store.url", "",
            "JDBC URL of a PostgreSQL database; empty keeps guardrails in a file in the data folder."),
    STORE_USER("store.user", "",
            "User of that database, when the URL does not say it."),
    STORE_PASSWORD("store.password", "",
            "Password of that user."),
    STORAGE_BUCKETS("storage.buckets", "{}",
            "Folders that are buckets: a map of bucket names to folders. Every other bucket is a folder in `s3` in the data"
                    + " folder, or in the service below."),
    STORAGE_S3_ENABLED("storage.s3.enabled", "false",
            "Look for buckets that are not mapped in an S3-compatible service."),
    STORAGE_S3_ENDPOINT("storage.s3.endpoint", "",
            "URL of that service; empty means Amazon S3."),
    STORAGE_S3_REGION("storage.s3.region", "",
            "Its region; empty takes `region`."),
    STORAGE_S3_PATH_STYLE("storage.s3.path-style", "false",
            "Name the bucket in the path rather than in the host name, as most services other than Amazon's need."),
    STORAGE_S3_ACCESS_KEY_ID("storage.s3.access-key-id", "",
            "Credentials for it; empty takes the AWS SDK's default chain."),
    STORAGE_S3_SECRET_ACCESS_KEY("storage.s3.secret-access-key", "",
            "The secret of that key."),
    INVOCATION_LOG_INTERVAL("invocation-log.interval", "30",
            "Seconds until records of invocations are delivered, if a batch is not full before."),
    INVOCATION_LOG_LIMIT("invocation-log.limit", "1024",
            "Most megabytes of records that wait on the disk for delivery; past it the oldest are dropped, and counted."),
    REGION("region", "us-east-1",
            "Region in ARNs."),
    ACCOUNT("account", "123456789012",
            "Account in ARNs."),
    ACCESS_CLOCK_SKEW("access.clock-skew", "300",
            "Seconds that a caller's clock may be off when its signature is checked."),
    ACCESS_SECRET_KEY_FILE("access.secret-key-file", "",
            "File with the key that secrets in the database are sealed with; empty keeps it in `keys/secret.key` in the data folder."),
    ACCESS_UNSIGNED_PAYLOAD("access.unsigned-payload", "false",
            "Accept `UNSIGNED-PAYLOAD` without TLS too."),
    GGUF_THREADS("gguf.threads", "0",
            "Threads for text generation; 0 takes one per processor."),
    GGUF_MAX_GENERATIONS("gguf.max-generations", "16",
            "Most generations of one model at once; more wait in line."),
    GGUF_QUEUE("gguf.queue", "256",
            "Most generations that wait for one model; more are throttled."),
    GGUF_CONTEXT_LENGTH("gguf.context-length", "0",
            "Most tokens of prompt and answer together; 0 takes the file's own, as far as memory allows."),
    GUARDRAILS_DEADLINE("guardrails.deadline", "30",
            "Seconds that one assessment may take; what is not assessed by then does not pass."),
    GUARDRAILS_STREAM_WINDOW("guardrails.stream-window", "1000",
            "Characters of a streamed answer that are assessed at a time; at least 512 are."),
    GUARDRAILS_UNTAGGED_ATTACKS("guardrails.untagged-attacks", "false",
            "Look for prompt attacks in InvokeModel prompts without `guardContent` tags too, which the service does not."),
    CLASSIFIER_ENGINE("guardrails.classifier.engine", "embedded",
            "What judges harmful content: `embedded` alone, or `onnx` or `judge` beside it."),
    CLASSIFIER_MODEL("guardrails.classifier.model", "",
            "Folder of the `onnx` classifier, or model id of the `judge`."),
    CLASSIFIER_PROMPT("guardrails.classifier.prompt", "instructed",
            "How a judge is asked: `instructed` explains the task, `bare` sends the text alone."),
    CLASSIFIER_LABELS("guardrails.classifier.labels", "{}",
            "What its labels or codes mean: a map to content-filter categories."),
    CLASSIFIER_THRESHOLDS("guardrails.classifier.thresholds", "0.5, 0.75, 0.9",
            "Probabilities from which an `onnx` label means LOW, MEDIUM, HIGH."),
    CLASSIFIER_CONSULT("guardrails.classifier.consult", "uncertain",
            "When it is asked: `uncertain` (embedded confidence LOW or MEDIUM) or `always`."),
    CLASSIFIER_DEADLINE("guardrails.classifier.deadline", "5",
            "Seconds that it may take for one text."),
    CLASSIFIER_FALLBACK("guardrails.classifier.fallback", "embedded",
            "What holds without its answer: `embedded` judgement, or `block`."),
    PROVISIONED_MODEL_UNITS("provisioned.model-units", "100",
            "Model units of provisioned throughput that the account may have, all together; 0 for none."),
    IMPORTS_MODELS("imports.models", "20",
            "Imported models that the account may have, those being imported included."),
    IMPORTS_AT_ONCE("imports.at-once", "1",
            "Imports that one node does at the same time; more wait in line."),
    IMPORTS_FOLDER("imports.folder", "",
            "Folder for the weights of imported and custom models, which several nodes must share; empty takes `weights` in"
                    + " the data folder."),
    IMPORTS_SPACE("imports.space", "1000000",
            "Most megabytes that weights may take, those being imported included."),
    IMPORTS_WEIGHTS("imports.weights", "16-bit",
            "How converted weights are stored: `16-bit`, as the checkpoint has them, or `q8_0`, half as large."),
    IMPORTS_IDLE("imports.idle", "300",
            "Seconds without a call after which an imported model is unloaded."),
    IMPORTS_COLD("imports.cold", "refuse",
            "What a call to a model that is not loaded meets: `refuse` answers ModelNotReadyException, which SDKs repeat, and"
                    + " loads it; `wait` answers when it is loaded."),
    MODELS("models", "[]",
            "What answers a model id: a list of rules, first match wins.");
    // @formatter:on

    private final String path;
    private final String defaultText;
    private final String description;

    ConfigKey(String path, String defaultText, String description) {
        this.path = path;
        this.defaultText = defaultText;
        this.description = description;
    }

    /** The key as written in the file, levels separated by dots. */
    public String path() {
        return path;
    }

    /** What holds when neither the file nor the environment sets it. */
    public String defaultText() {
        return defaultText;
    }

    /** What it is for, one sentence. */
    public String description() {
        return description;
    }

    /** The environment variable that overrides the file. */
    public String variable() {
        return "OUTCROP_" + path.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
