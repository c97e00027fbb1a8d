package dev.outcrop.engines.onnx;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.outcrop.inference.InferenceException;
import dev.outcrop.inference.SequenceClassifier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * A sequence classifier of the BERT class from a folder, as exporters for Hugging Face models write it. Thread-safe.
 *
 * <table>
 * <caption>The folder</caption>
 * <tr><td>{@code model.onnx}</td><td>inputs {@code input_ids} and, if it likes, {@code attention_mask} and
 * {@code token_type_ids}: int64 {@code [1, tokens]}; output {@code logits}, or its only one: float
 * {@code [1, labels]}</td></tr>
 * <tr><td>{@code tokenizer.json} or {@code vocab.txt}</td><td>WordPiece, uncased</td></tr>
 * <tr><td>{@code config.json}</td><td>optional: {@code id2label}, {@code problem_type},
 * {@code max_position_embeddings}; without it labels are {@code LABEL_0}, {@code LABEL_1}, ...</td></tr>
 * </table>
 *
 * <p>Probabilities are the softmax of the logits, {@code exp(z_i) / sum_j exp(z_j)}; the logistic function of each,
 * {@code 1 / (1 + exp(-z_i))}, where labels do not exclude each other or there is only one. Logits that are no numbers are
 * a failure of the model, not a probability of nothing.
 *
 * <p>Texts are read in windows of at most 512 tokens, on a few platform threads, as a native call would hold the carrier
 * of a virtual thread.
 */
public final class OnnxSequenceClassifier implements SequenceClassifier {
    private static final String OUTPUT = "logits";
    /** Time and memory of attention grow with the square of this. */
    private static final int LONGEST_WINDOW = 512;
    /** No word is split between windows, and a word may have a hundred tokens. */
    private static final int SHORTEST_WINDOW = 128;
    private static final long IDLE_SECONDS = 30;

    private final String name;
    private final WordPieceTokenizer tokenizer;
    private final long first;
    private final long separator;
    private final int window;
    private final boolean independent;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final String output;
    private final List<String> labels;
    private final ThreadPoolExecutor runs;
    private final AtomicBoolean closed = new AtomicBoolean();

    private OnnxSequenceClassifier(String name, WordPieceTokenizer tokenizer, ClassifierConfig config,
            OrtEnvironment environment, OrtSession session, int threads) throws OrtException {
        this.name = name;
        this.tokenizer = tokenizer;
        this.first = tokenizer.required("[CLS]");
        this.separator = tokenizer.required("[SEP]");
        this.window = window(config);
        this.environment = environment;
        this.session = session;
        BertInputs.require(session);
        this.output = output(session);
        this.labels = labels(config, run(new long[]{first, separator}).length);
        this.independent = config.independent() || labels.size() == 1;
        AtomicInteger count = new AtomicInteger();
        this.runs = new ThreadPoolExecutor(threads, threads, IDLE_SECONDS, TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "classifier-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        runs.allowCoreThreadTimeOut(true);
    }

    /**
     * Loads the classifier of a folder, whose name becomes its own, and runs it once.
     *
     * @param threads most runs of the model at the same time, one core each
     * @throws InferenceException when it cannot be used; the message says which file and why
     */
    public static OnnxSequenceClassifier load(Path folder, int threads) {
        OrtSession session = null;
        try (OrtSession.SessionOptions options = EncoderSession.oneThread()) {
            WordPieceTokenizer tokenizer = WordPieceTokenizer.of(folder);
            ClassifierConfig config = ClassifierConfig.of(folder);
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            // By path, so that weights in files beside it are found.
            session = environment.createSession(folder.resolve("model.onnx").toString(), options);
            String name = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
            OnnxSequenceClassifier classifier = new OnnxSequenceClassifier(name, tokenizer, config, environment,
                    session, threads);
            session = null;
            return classifier;
        } catch (JacksonException e) {
            throw new InferenceException(
                    "The classifier in " + folder + " cannot be used: a file in it is not the JSON that it should be.",
                    e);
        } catch (OrtException | IOException | IllegalArgumentException | InferenceException | LinkageError e) {
            throw new InferenceException("The classifier in " + folder + " cannot be used: " + e.getMessage(), e);
        } finally {
            close(session);
        }
    }

    private static int window(ClassifierConfig config) {
        if (config.positions() < SHORTEST_WINDOW) {
            throw new IllegalArgumentException("it reads " + config.positions() + " tokens at once; at least "
                    + SHORTEST_WINDOW + " are needed");
        }
        return Math.min(config.positions(), LONGEST_WINDOW);
    }

    private static String output(OrtSession session) {
        Set<String> outputs = session.getOutputNames();
        if (outputs.contains(OUTPUT)) {
            return OUTPUT;
        }
        if (outputs.size() == 1) {
            return outputs.iterator().next();
        }
        throw new IllegalArgumentException("model.onnx has no output " + OUTPUT + " but " + outputs);
    }

    private static List<String> labels(ClassifierConfig config, int count) {
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            labels.add(config.labels().getOrDefault(i, "LABEL_" + i));
        }
        if (!config.labels().isEmpty() && !config.labels().keySet().equals(Set.copyOf(range(count)))) {
            throw new IllegalArgumentException("config.json names the labels " + config.labels().values()
                    + "; model.onnx gives " + count + " numbers");
        }
        return List.copyOf(labels);
    }

    private static List<Integer> range(int count) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(i);
        }
        return numbers;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> labels() {
        return labels;
    }

    @Override
    public Future<List<float[]>> classify(String text) {
        try {
            return runs.submit(() -> windows(text));
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(new InferenceException("The classifier is closed.", e));
        }
    }

    private List<float[]> windows(String text) {
        Tokens tokens = tokenizer.tokenize(text);
        List<float[]> windows = new ArrayList<>();
        int end;
        for (int begin = 0; begin < tokens.size(); begin = end) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InferenceException("The classification was cancelled.");
            }
            end = Windows.end(text, tokens, begin, window - 2);
            long[] ids = new long[end - begin + 2];
            ids[0] = first;
            for (int i = begin; i < end; i++) {
                ids[i - begin + 1] = tokens.id(i);
            }
            ids[ids.length - 1] = separator;
            windows.add(probabilities(run(ids)));
        }
        return List.copyOf(windows);
    }

    /** Logits {@code [labels]} of one window. */
    private float[] run(long[] ids) {
        try (BertInputs inputs = BertInputs.of(environment, session, List.of(ids));
                OrtSession.Result result = session.run(inputs.tensors(), Set.of(output))) {
            return logits(result);
        } catch (OrtException e) {
            throw new InferenceException("The classifier failed: " + e.getMessage(), e);
        }
    }

    private static float[] logits(OrtSession.Result result) {
        if (!(result.get(0) instanceof OnnxTensor tensor) || tensor.getInfo().type != OnnxJavaType.FLOAT
                || tensor.getInfo().getShape().length != 2 || tensor.getInfo().getShape()[0] != 1) {
            throw new InferenceException("model.onnx does not give one float per label");
        }
        FloatBuffer values = tensor.getFloatBuffer();
        float[] logits = new float[values.remaining()];
        values.get(logits);
        return logits;
    }

    private float[] probabilities(float[] logits) {
        double most = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            if (!Float.isFinite(logit)) {
                throw new InferenceException("The classifier gave a logit that is no number.");
            }
            most = Math.max(most, logit);
        }
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - most);
        }
        float[] probabilities = new float[logits.length];
        for (int i = 0; i < logits.length; i++) {
            probabilities[i] = (float) (independent
                    ? 1 / (1 + Math.exp(-logits[i]))
                    : Math.exp(logits[i] - most) / sum);
        }
        return probabilities;
    }

    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        runs.shutdownNow().forEach(task -> ((Future<?>) task).cancel(false));
        boolean interrupted = false;
        while (true) {
            try {
                if (runs.awaitTermination(1, TimeUnit.MINUTES)) {
                    break;
                }
            } catch (InterruptedException e) {
                // The model must not be freed under a running call; a window takes milliseconds.
                interrupted = true;
            }
        }
        close(session);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(@Nullable OrtSession session) {
        if (session == null) {
            return;
        }
        try {
            session.close();
        } catch (OrtException e) {
            throw new InferenceException("The classifier could not be closed.", e);
        }
    }
}
