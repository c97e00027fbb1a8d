package dev.outcrop.cli.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.outcrop.engines.onnx.SentenceOptions;
import dev.outcrop.engines.remote.RemoteOptions;
import dev.outcrop.guardrails.classifier.Consultation;
import dev.outcrop.guardrails.classifier.LabelMap;
import dev.outcrop.guardrails.classifier.Thresholds;
import dev.outcrop.server.fault.FaultRule;
import dev.outcrop.storage.s3.S3Options;
import org.jspecify.annotations.Nullable;

/**
 * The whole configuration.
 *
 * @param file where it was read from, or null when there is no file
 * @param data folder for everything Outcrop keeps
 * @param store null keeps a file in the data folder
 * @param storage where s3:// URIs lead
 * @param invocationLog how records of invocations wait for delivery
 * @param region region in ARNs
 * @param account twelve digits, the account in ARNs
 * @param management what whoever runs the server works with
 * @param log what is logged, and how
 * @param models what answers a model id; first match wins
 */
public record OutcropConfig(
        @Nullable Path file, Server server, Path data, @Nullable Store store, Storage storage,
        InvocationLog invocationLog, String region, String account, Access access, Gguf gguf, Guardrails guardrails,
        Provisioned provisioned, Imports imports, Management management, Log log, List<ModelRule> models) {

    public OutcropConfig {
        models = List.copyOf(models);
    }

    /**
     * How to listen.
     *
     * @param basePath empty, or a path that starts with a slash and does not end with one
     * @param tls null serves cleartext
     */
    public record Server(
            String host,
            int port,
            String basePath,
            @Nullable Tls tls,
            int maxConnections,
            Duration idleTimeout,
            Duration drainTimeout,
            boolean streamPadding) {}

    /**
     * What whoever runs the server works with.
     *
     * @param faults faults on purpose
     * @param faultsAdmin whether they can be set over HTTP, from this machine
     * @param retryAfter what throttled callers are told to wait; zero tells nothing
     * @param preDrain how long the server says that it is not ready before it refuses anything
     * @param host address of a listener for measures and health
     * @param port its port; 0 for none
     */
    public record Management(
            List<FaultRule> faults, boolean faultsAdmin, Duration retryAfter, Duration preDrain, String host,
            int port) {

        public Management {
            faults = List.copyOf(faults);
        }
    }

    /**
     * The log on standard error.
     *
     * @param json one object a line, else text
     * @param access whether every call is logged
     */
    public record Log(boolean json, Level level, boolean access) {

        /** From what on is logged. */
        public enum Level {
            ERROR, WARN, INFO, DEBUG
        }
    }

    /** PEM files. */
    public record Tls(Path certificate, Path key) {}

    /**
     * The PostgreSQL database that keeps things.
     *
     * @param url JDBC URL
     * @param user null when the URL says it
     * @param password null when the URL says it or none is needed
     */
    public record Store(String url, @Nullable String user, @Nullable String password) {

        /** Without the password. */
        @Override
        public String toString() {
            return "Store[" + url + "]";
        }
    }

    /**
     * How callers prove who they are.
     *
     * @param clockSkew how far a caller's clock may be off
     * @param secretKeyFile the key that secrets are sealed with
     * @param unsignedPayload whether bodies need not be signed over cleartext
     */
    public record Access(Duration clockSkew, Path secretKeyFile, boolean unsignedPayload) {}

    /**
     * Where {@code s3://} URIs lead.
     *
     * @param buckets folders by bucket
     * @param s3 the service that has all other buckets, or null when they are folders in the data folder
     */
    public record Storage(Map<String, Path> buckets, @Nullable S3Options s3) {

        public Storage {
            buckets = Map.copyOf(buckets);
        }
    }

    /**
     * How records of invocations wait for delivery.
     *
     * @param interval the longest that one waits while its destination is well
     * @param limitBytes the most that wait on the disk
     */
    public record InvocationLog(Duration interval, long limitBytes) {}

    /**
     * The text engine.
     *
     * @param threads threads of one model
     * @param maxGenerations most generations of one model at once
     * @param queue most generations that wait
     * @param contextLength 0 takes the file's own, bounded
     */
    public record Gguf(int threads, int maxGenerations, int queue, int contextLength) {}

    /**
     * Guardrails.
     *
     * @param deadline the longest that one assessment may take
     * @param streamWindow characters of a streamed answer that are assessed at a time
     * @param untaggedAttacks whether InvokeModel prompts without tags are checked for prompt attacks
     * @param classifier null for the embedded one alone
     */
    public record Guardrails(Duration deadline, int streamWindow, boolean untaggedAttacks,
            @Nullable Classifier classifier) {}

    /**
     * Imported models, and the weights of custom ones.
     *
     * @param models most imported models of the account
     * @param atOnce imports at the same time on one node
     * @param folder null takes one in the data folder
     * @param spaceBytes the most that weights may take
     * @param quantized whether converted weights have eight bits; else they keep their sixteen
     * @param idle how long a model stays loaded without a call
     * @param waits whether calls wait for a model to be loaded
     */
    public record Imports(
            int models, int atOnce, @Nullable Path folder, long spaceBytes, boolean quantized, Duration idle,
            boolean waits) {}

    /**
     * Provisioned throughput.
     *
     * @param modelUnits most model units, all together
     */
    public record Provisioned(int modelUnits) {}

    /**
     * A classifier beside the embedded content filters.
     *
     * @param labels what its labels or codes mean
     * @param deadline the longest that one text may take
     */
    public record Classifier(
            ClassifierEngine engine,
            LabelMap labels,
            Consultation.When consult,
            Duration deadline,
            Consultation.Fallback fallback) {}

    /** What runs a classifier. */
    public sealed interface ClassifierEngine {

        /** A sequence classifier in a folder. */
        record Onnx(Path folder, Thresholds thresholds) implements ClassifierEngine {}

        /**
         * A chat model.
         *
         * @param bare whether it gets the text alone
         */
        record Judge(String modelId, boolean bare) implements ClassifierEngine {}
    }

    /**
     * One rule: model ids that match are answered by this engine.
     *
     * @param match a model id; {@code *} stands for any text
     * @param engine {@code embedded}, {@code gguf}, {@code onnx}, {@code openai} or {@code bedrock}
     * @param path the model file, for {@code gguf}, or folder, for {@code onnx}
     * @param contextLength overrides {@link Gguf#contextLength()} when above 0
     * @param remote the servers, for {@code openai}
     * @param bedrock the real service, for {@code bedrock}
     * @param sentences how texts to embed are read, for {@code gguf} and {@code onnx}
     */
    public record ModelRule(
            String match, String engine, @Nullable Path path, int contextLength, @Nullable Remote remote,
            @Nullable Bedrock bedrock, SentenceOptions sentences) {

        /** A rule that says nothing of texts to embed. */
        public ModelRule(
                String match, String engine, @Nullable Path path, int contextLength, @Nullable Remote remote,
                @Nullable Bedrock bedrock) {
            this(match, engine, path, contextLength, remote, bedrock, SentenceOptions.defaults());
        }

        /** What the engine answers with, for people: a file, a model and its servers, or empty for what is embedded. */
        public String source() {
            if (path != null) {
                return path.toString();
            }
            if (bedrock != null) {
                return "in " + bedrock.region();
            }
            return remote == null ? "" : remote.source();
        }
    }

    /**
     * The real service.
     *
     * @param endpoint null for the region's own
     */
    public record Bedrock(String region, @Nullable URI endpoint) {}

    /**
     * A model behind other servers.
     *
     * @param endpoints base URLs; at least one
     * @param embeds whether it embeds; else it generates
     * @param dimensions numbers per vector, 0 to ask the server
     */
    public record Remote(List<URI> endpoints, RemoteOptions options, boolean embeds, int dimensions) {

        public Remote {
            endpoints = List.copyOf(endpoints);
        }

        String source() {
            return options.model() + " at "
                    + endpoints.stream().map(URI::toString).collect(Collectors.joining(", "));
        }
    }
}
