package dev.outcrop.engines.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.outcrop.inference.InferenceException;

/** A BERT-class model in ONNX Runtime and its tokenizer. Runs one window at a time per thread; thread-safe. */
final class EncoderSession implements AutoCloseable {
    private static final String OUTPUT = "last_hidden_state";

    private final WordPieceTokenizer tokenizer;
    private final int first;
    private final int separator;
    private final OrtEnvironment environment;
    private final OrtSession session;

    private EncoderSession(WordPieceTokenizer tokenizer, OrtEnvironment environment, OrtSession session) {
        this.tokenizer = tokenizer;
        this.first = tokenizer.required("[CLS]");
        this.separator = tokenizer.required("[SEP]");
        this.environment = environment;
        this.session = session;
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

    WordPieceTokenizer tokenizer() {
        return tokenizer;
    }

    /** {@code [CLS] tokens [SEP]}: hidden states {@code [(to - from + 2) * dimensions]}. */
    float[] run(Tokens tokens, int from, int to) {
        long[] ids = new long[to - from + 2];
        ids[0] = first;
        for (int i = from; i < to; i++) {
            ids[1 + i - from] = tokens.id(i);
        }
        ids[ids.length - 1] = separator;
        return run(ids);
    }

    private float[] run(long[] ids) {
        long[] mask = new long[ids.length];
        Arrays.fill(mask, 1);
        long[] types = new long[ids.length];
        long[] shape = {1, ids.length};
        try (OnnxTensor idTensor = OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), shape);
                OnnxTensor maskTensor = OnnxTensor.createTensor(environment, LongBuffer.wrap(mask), shape);
                OnnxTensor typeTensor = OnnxTensor.createTensor(environment, LongBuffer.wrap(types), shape);
                OrtSession.Result result = session.run(
                        Map.of("input_ids", idTensor, "attention_mask", maskTensor, "token_type_ids", typeTensor),
                        Set.of(OUTPUT))) {
            FloatBuffer hidden = ((OnnxTensor) result.get(0)).getFloatBuffer();
            float[] values = new float[hidden.remaining()];
            hidden.get(values);
            return values;
        } catch (OrtException e) {
            throw new InferenceException("The encoder failed.", e);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new InferenceException("The encoder could not be closed.", e);
        }
    }
}
