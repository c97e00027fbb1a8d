package dev.outcrop.engines.onnx;

import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;

/** The inputs of one run of a BERT-class model, int64 {@code [sequences, longest]} each. Not thread-safe. */
final class BertInputs implements AutoCloseable {
    private static final String IDS = "input_ids";
    private static final String MASK = "attention_mask";
    private static final String TYPES = "token_type_ids";
    private static final Set<String> NAMES = Set.of(IDS, MASK, TYPES);

    private final Map<String, OnnxTensor> tensors = new HashMap<>();

    private BertInputs() {}

    /**
     * Makes the inputs that a model takes. Shorter sequences are padded with token 0, which the mask hides.
     *
     * @param sequences token ids, special ones included
     */
    static BertInputs of(OrtEnvironment environment, OrtSession session, List<long[]> sequences) throws OrtException {
        int longest = sequences.stream().mapToInt(sequence -> sequence.length).max().orElseThrow();
        long[] ids = new long[sequences.size() * longest];
        long[] mask = new long[ids.length];
        for (int i = 0; i < sequences.size(); i++) {
            long[] sequence = sequences.get(i);
            System.arraycopy(sequence, 0, ids, i * longest, sequence.length);
            for (int j = 0; j < sequence.length; j++) {
                mask[i * longest + j] = 1;
            }
        }
        long[] shape = {sequences.size(), longest};
        BertInputs inputs = new BertInputs();
        try {
            for (String name : session.getInputNames()) {
                long[] values = switch (name) {
                    case IDS -> ids;
                    case MASK -> mask;
                    default -> new long[ids.length];
                };
                inputs.tensors.put(name, OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape));
            }
            return inputs;
        } catch (OrtException e) {
            inputs.close();
            throw e;
        }
    }

    /**
     * Checks that a model takes these inputs and no others.
     *
     * @throws IllegalArgumentException when it does not
     */
    static void require(OrtSession session) throws OrtException {
        for (NodeInfo input : session.getInputInfo().values()) {
            if (!NAMES.contains(input.getName())) {
                throw new IllegalArgumentException("model.onnx has an input " + input.getName()
                        + "; models of texts have " + NAMES.stream().sorted().toList());
            }
            if (!(input.getInfo() instanceof TensorInfo tensor) || tensor.type != OnnxJavaType.INT64) {
                throw new IllegalArgumentException("the input " + input.getName() + " of model.onnx is not int64");
            }
        }
        if (!session.getInputNames().contains(IDS)) {
            throw new IllegalArgumentException("model.onnx has no input " + IDS);
        }
    }

    Map<String, OnnxTensor> tensors() {
        return tensors;
    }

    @Override
    public void close() {
        tensors.values().forEach(OnnxTensor::close);
    }
}
