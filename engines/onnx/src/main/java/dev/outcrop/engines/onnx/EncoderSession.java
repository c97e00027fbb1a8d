package dev.outcrop.engines.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.outcrop.inference.InferenceException;

/** A BERT-class encoder in ONNX Runtime and its tokenizer. Runs on the thread that calls; thread-safe. */
final class EncoderSession implements AutoCloseable {
    private static final List<String> OUTPUTS = List.of("last_hidden_state", "token_embeddings");
    private static final String MODEL = "model.onnx";

    /**
     * What one run gives.
     *
     * @param values hidden states {@code [sequences, longest, dimensions]}; those of padding mean nothing
     */
    record Hidden(float[] values, int longest, int dimensions) {}

    private final WordPieceTokenizer tokenizer;
    private final int first;
    private final int separator;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final String output;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EncoderSession(WordPieceTokenizer tokenizer, OrtEnvironment environment, OrtSession session)
            throws OrtException {
        this.tokenizer = tokenizer;
        this.first = tokenizer.required("[CLS]");
        this.separator = tokenizer.required("[SEP]");
        this.environment = environment;
        this.session = session;
        BertInputs.require(session);
        this.output = output(session.getOutputInfo());
    }

    /**
     * Loads a model from the class path.
     *
     * @throws InferenceException when it is not there or cannot be run here
     */
    static EncoderSession load(ClassLoader classPath, String model, String tokenizer) {
        try (OrtSession.SessionOptions options = oneThread()) {
            WordPieceTokenizer pieces = WordPieceTokenizer.read(resource(classPath, tokenizer));
            byte[] bytes;
            try (InputStream in = resource(classPath, model)) {
                bytes = in.readAllBytes();
            }
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            return new EncoderSession(pieces, environment, environment.createSession(bytes, options));
        } catch (OrtException | IOException | LinkageError e) {
            throw new InferenceException("The encoder " + model + " cannot be loaded.", e);
        }
    }

    /**
     * Loads {@code model.onnx} from a folder, with weights in files beside it if it has such, and its tokenizer.
     *
     * @throws IllegalArgumentException when it is no encoder of texts
     */
    static EncoderSession load(Path folder) throws OrtException, IOException {
        WordPieceTokenizer tokenizer = WordPieceTokenizer.of(folder);
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        OrtSession session;
        try (OrtSession.SessionOptions options = oneThread()) {
            session = environment.createSession(folder.resolve(MODEL).toString(), options);
        }
        try {
            return new EncoderSession(tokenizer, environment, session);
        } catch (OrtException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    /**
     * For runs on the caller's thread alone: windows run beside each other on threads of our own, so one run needs none.
     * An arena would keep the memory of the largest run for every thread that ever ran one.
     */
    static OrtSession.SessionOptions oneThread() throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
        options.setCPUArenaAllocator(false);
        options.setMemoryPatternOptimization(false);
        return options;
    }

    private static InputStream resource(ClassLoader classPath, String name) throws IOException {
        InputStream in = classPath.getResourceAsStream(name);
        if (in == null) {
            throw new IOException(name + " is not on the class path");
        }
        return in;
    }

    /** The usual names first; else the only output with a vector per token. */
    private static String output(Map<String, NodeInfo> outputs) {
        List<String> perToken = outputs.values().stream()
                .filter(output -> output.getInfo() instanceof TensorInfo tensor && tensor.type == OnnxJavaType.FLOAT
                        && tensor.getShape().length == 3)
                .map(NodeInfo::getName)
                .toList();
        for (String name : OUTPUTS) {
            if (perToken.contains(name)) {
                return name;
            }
        }
        if (perToken.size() == 1) {
            return perToken.getFirst();
        }
        throw new IllegalArgumentException("model.onnx has no output " + String.join(" or ", OUTPUTS)
                + " of floats [sequences, tokens, dimensions]; it has " + outputs.keySet());
    }

    WordPieceTokenizer tokenizer() {
        return tokenizer;
    }

    /** {@code [CLS] prefix tokens [SEP]}, with the tokens from an index to another (exclusive). */
    long[] ids(long[] prefix, Tokens tokens, int from, int to) {
        long[] ids = new long[prefix.length + to - from + 2];
        ids[0] = first;
        System.arraycopy(prefix, 0, ids, 1, prefix.length);
        for (int i = from; i < to; i++) {
            ids[1 + prefix.length + i - from] = tokens.id(i);
        }
        ids[ids.length - 1] = separator;
        return ids;
    }

    /**
     * Runs the model.
     *
     * @throws InferenceException when it fails
     */
    Hidden run(List<long[]> sequences) {
        try (BertInputs inputs = BertInputs.of(environment, session, sequences);
                OrtSession.Result result = session.run(inputs.tensors(), Set.of(output))) {
            OnnxTensor tensor = (OnnxTensor) result.get(0);
            long[] shape = tensor.getInfo().getShape();
            FloatBuffer hidden = tensor.getFloatBuffer();
            float[] values = new float[hidden.remaining()];
            hidden.get(values);
            return new Hidden(values, (int) shape[1], (int) shape[2]);
        } catch (OrtException e) {
            throw new InferenceException("The encoder failed: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        try {
            session.close();
        } catch (OrtException e) {
            throw new InferenceException("The encoder could not be closed.", e);
        }
    }
}
