package dev.outcrop.guardrails.head;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The tensors of a {@code .safetensors} file, as floats. Immutable and thread-safe; the arrays must not be written to.
 *
 * <p>Layout (huggingface/safetensors, "Format"): 8 bytes little-endian length of the header, the header as JSON, the
 * tensors back to back. Read here: {@code F32}, {@code F16}, and {@code I8} with a companion {@code NAME.scale} of one
 * {@code F32} per row, which the values of the row are multiplied with.
 *
 * <p>Nothing in a file is believed: sizes are checked before they are allocated, tensors must fill the data exactly as the
 * format demands, and values must be finite.
 */
public final class Weights {
    private static final int LARGEST_HEADER = 1 << 20;
    private static final int LARGEST_FILE = 64 << 20;
    private static final String SCALE = ".scale";

    private final Map<String, Tensor> tensors;
    private final Map<String, String> metadata;

    /** A tensor in row-major order. */
    private record Tensor(int[] shape, float[] values) {}

    private Weights(Map<String, Tensor> tensors, Map<String, String> metadata) {
        this.tensors = tensors;
        this.metadata = metadata;
    }

    /**
     * Reads a file that lies beside a class.
     *
     * @throws WeightsException when it is not there or not a weight file
     */
    public static Weights resource(Class<?> beside, String name) {
        try (InputStream in = beside.getResourceAsStream(name)) {
            if (in == null) {
                throw new WeightsException("no weights at " + name);
            }
            return read(in);
        } catch (IOException e) {
            throw new WeightsException("weights at " + name + " cannot be read", e);
        }
    }

    /**
     * Reads a whole stream, not closed here.
     *
     * @throws WeightsException when it is not a weight file, or one of more than 64 MiB
     */
    public static Weights read(InputStream in) throws IOException {
        byte[] file = in.readNBytes(LARGEST_FILE + 1);
        if (file.length > LARGEST_FILE) {
            throw new WeightsException("more than " + LARGEST_FILE + " bytes");
        }
        return parse(file);
    }

    /** @throws WeightsException when these bytes are not a weight file */
    static Weights parse(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        if (file.length < Long.BYTES) {
            throw new WeightsException("too short for a header");
        }
        long headerLength = bytes.getLong();
        if (headerLength < 2 || headerLength > LARGEST_HEADER || headerLength > bytes.remaining()) {
            throw new WeightsException("a header of " + headerLength + " bytes");
        }
        Header header = Header.parse(new String(
                file, Long.BYTES, (int) headerLength, StandardCharsets.UTF_8));
        ByteBuffer data = bytes.position(Long.BYTES + (int) headerLength).slice().order(ByteOrder.LITTLE_ENDIAN);
        header.requireToCover(data.remaining());
        Map<String, Tensor> tensors = new HashMap<>();
        for (Header.Entry entry : header.entries()) {
            tensors.put(entry.name(), new Tensor(entry.shape(), floats(entry, data)));
        }
        for (Header.Entry entry : header.entries()) {
            if (entry.type() == Header.Type.I8) {
                scale(entry, tensors);
            }
        }
        return new Weights(tensors, header.metadata());
    }

    private static float[] floats(Header.Entry entry, ByteBuffer data) {
        float[] values = new float[entry.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (entry.type()) {
                case F32 -> data.getFloat(entry.begin() + i * Float.BYTES);
                case F16 -> Float.float16ToFloat(data.getShort(entry.begin() + i * Short.BYTES));
                case I8 -> data.get(entry.begin() + i);
            };
            if (!Float.isFinite(values[i])) {
                throw new WeightsException(entry.name() + " has a value that is not finite");
            }
        }
        return values;
    }

    private static void scale(Header.Entry entry, Map<String, Tensor> tensors) {
        Tensor scales = tensors.get(entry.name() + SCALE);
        int rows = entry.shape().length == 0 ? 0 : entry.shape()[0];
        if (scales == null || !Arrays.equals(scales.shape(), new int[]{rows})) {
            throw new WeightsException(entry.name() + " has no scale per row");
        }
        float[] values = Objects.requireNonNull(tensors.get(entry.name())).values();
        for (int i = 0; i < values.length; i++) {
            values[i] *= scales.values()[i / (values.length / rows)];
            if (!Float.isFinite(values[i])) {
                throw new WeightsException(entry.name() + " has a value that is not finite");
            }
        }
    }

    /**
     * A tensor in row-major order.
     *
     * @throws WeightsException when there is none of this name and shape
     */
    public float[] tensor(String name, int... shape) {
        Tensor tensor = tensors.get(name);
        if (tensor == null || !Arrays.equals(tensor.shape(), shape)) {
            throw new WeightsException("no tensor " + name + " of shape " + Arrays.toString(shape));
        }
        return tensor.values();
    }

    /**
     * The shape of a tensor, a copy.
     *
     * @throws WeightsException when there is none of this name
     */
    public int[] shape(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new WeightsException("no tensor " + name);
        }
        return tensor.shape().clone();
    }

    /**
     * The layer {@code NAME.weight} {@code [outputs, inputs]} with {@code NAME.bias} {@code [outputs]}, as PyTorch names
     * and stores them.
     *
     * @throws WeightsException when it is not there or does not fit together
     */
    public Linear linear(String name) {
        int[] shape = shape(name + ".weight");
        if (shape.length != 2) {
            throw new WeightsException(name + " is not a matrix");
        }
        return new Linear(
                shape[1], shape[0], tensor(name + ".weight", shape), tensor(name + ".bias", shape[0]));
    }

    /** What the file's writer noted under a key, or null. */
    public @Nullable String metadata(String key) {
        return metadata.get(key);
    }
}
