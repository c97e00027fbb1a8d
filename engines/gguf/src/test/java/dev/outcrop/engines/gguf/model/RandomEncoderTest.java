package dev.outcrop.engines.gguf.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;

import dev.outcrop.engines.gguf.file.GgufException;
import dev.outcrop.engines.gguf.file.GgufFile;
import dev.outcrop.engines.gguf.file.TensorType;
import dev.outcrop.engines.gguf.tensor.FloatKernels;
import dev.outcrop.engines.gguf.tensor.Matrix;
import dev.outcrop.engines.gguf.tensor.Workers;
import dev.outcrop.engines.gguf.testing.GgufWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** Encoders of random shape against a naive computation in double precision. */
class RandomEncoderTest {

    private static final int CONTEXT = 24;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void vectorsAreThoseOfTheNaiveComputation(long seed) {
        try (GgufFile file = GgufFile.of(random(seed).segment()); Workers workers = new Workers(1, "test")) {
            Encoder encoder = Encoder.load(file, new FloatKernels(workers), workers);
            for (int length : new int[]{1, 7, CONTEXT}) {
                int[] text = new Random(seed).ints(length, 0, 19).toArray();
                double[][] expected = naive(file, text);
                float[] actual = encoder.encode(text);
                for (int i = 0; i < actual.length; i++) {
                    assertThat((double) actual[i]).isCloseTo(expected[i / encoder.width()][i % encoder.width()],
                            within(2e-4));
                }
                float[] pooled = encoder.embedding(text);
                int type = file.metadata().integer("bert.pooling_type", 1);
                for (int i = 0; i < pooled.length; i++) {
                    assertThat((double) pooled[i]).isCloseTo(pool(expected, i, type), within(2e-4));
                }
            }
        }
    }

    @Test
    void textsBeyondTheContextAndUnknownIdsAreRefused() {
        try (GgufFile file = GgufFile.of(random(1).segment()); Workers workers = new Workers(1, "test")) {
            Encoder encoder = Encoder.load(file, new FloatKernels(workers), workers);
            assertThatThrownBy(() -> encoder.encode(new int[CONTEXT + 1])).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> encoder.encode(new int[]{19})).isInstanceOf(IllegalArgumentException.class);
            assertThat(encoder.encode(new int[]{18})).hasSize(encoder.width());
        }
    }

    @Test
    void aMissingTensorIsNamed() {
        try (GgufFile file = GgufFile.of(random(1).removeTensor("blk.0.attn_k.bias").segment());
                Workers workers = new Workers(1, "test")) {
            assertThatThrownBy(() -> Encoder.load(file, new FloatKernels(workers), workers))
                    .isInstanceOf(GgufException.class)
                    .hasMessageContaining("'blk.0.attn_k.bias'");
        }
    }

    private static double pool(double[][] vectors, int index, int type) {
        if (type == 2) {
            return vectors[0][index];
        }
        if (type == 3) {
            return vectors[vectors.length - 1][index];
        }
        double sum = 0;
        for (double[] vector : vectors) {
            sum += vector[index];
        }
        return sum / vectors.length;
    }

    private static GgufWriter random(long seed) {
        Random random = new Random(seed);
        int heads = 1 + random.nextInt(4);
        int width = heads * (1 + random.nextInt(11));
        int inner = 1 + random.nextInt(50);
        int layers = 1 + random.nextInt(3);
        GgufWriter writer = new GgufWriter()
                .put("general.architecture", "bert")
                .put("bert.context_length", CONTEXT)
                .put("bert.embedding_length", width)
                .put("bert.block_count", layers)
                .put("bert.feed_forward_length", inner)
                .put("bert.attention.head_count", heads)
                .put("bert.attention.layer_norm_epsilon", 1e-3f);
        if (seed % 4 != 0) {
            writer.put("bert.pooling_type", (int) (seed % 4));
            plain(writer, random, "token_types.weight", width, 2);
        }
        plain(writer, random, "token_embd.weight", width, 19);
        plain(writer, random, "position_embd.weight", width, CONTEXT);
        norm(writer, random, "token_embd_norm", width);
        for (int i = 0; i < layers; i++) {
            String prefix = "blk." + i + ".";
            for (String name : new String[]{"attn_q", "attn_k", "attn_v", "attn_output"}) {
                plain(writer, random, prefix + name + ".weight", width, width);
                plain(writer, random, prefix + name + ".bias", width);
            }
            plain(writer, random, prefix + "ffn_up.weight", width, inner);
            plain(writer, random, prefix + "ffn_up.bias", inner);
            plain(writer, random, prefix + "ffn_down.weight", inner, width);
            plain(writer, random, prefix + "ffn_down.bias", width);
            norm(writer, random, prefix + "attn_output_norm", width);
            norm(writer, random, prefix + "layer_output_norm", width);
        }
        return writer;
    }

    private static void norm(GgufWriter writer, Random random, String name, int width) {
        plain(writer, random, name + ".weight", width);
        plain(writer, random, name + ".bias", width);
    }

    private static void plain(GgufWriter writer, Random random, String name, long... shape) {
        int count = 1;
        for (long dimension : shape) {
            count *= (int) dimension;
        }
        ByteBuffer buffer = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            buffer.putFloat((float) (random.nextGaussian() / Math.sqrt(shape.length == 1 ? 2 : (double) shape[0])));
        }
        writer.tensor(name, TensorType.F32, buffer.array(), shape);
    }

    private static double[][] naive(GgufFile file, int[] text) {
        int heads = file.metadata().integer("bert.attention.head_count");
        int n = text.length;
        double[][] x = new double[n][];
        for (int p = 0; p < n; p++) {
            x[p] = row(file, "token_embd.weight", text[p]);
            add(x[p], row(file, "position_embd.weight", p));
            if (file.tensor("token_types.weight").isPresent()) {
                add(x[p], row(file, "token_types.weight", 0));
            }
            x[p] = layerNorm(file, "token_embd_norm", x[p]);
        }
        int width = x[0].length;
        int headWidth = width / heads;
        for (int layer = 0; layer < file.metadata().integer("bert.block_count"); layer++) {
            String prefix = "blk." + layer + ".";
            double[][] q = new double[n][];
            double[][] k = new double[n][];
            double[][] v = new double[n][];
            for (int p = 0; p < n; p++) {
                q[p] = linear(file, prefix + "attn_q", x[p]);
                k[p] = linear(file, prefix + "attn_k", x[p]);
                v[p] = linear(file, prefix + "attn_v", x[p]);
            }
            for (int p = 0; p < n; p++) {
                double[] mixed = new double[width];
                for (int h = 0; h < heads; h++) {
                    double[] weights = new double[n];
                    double sum = 0;
                    for (int s = 0; s < n; s++) {
                        double score = 0;
                        for (int i = h * headWidth; i < (h + 1) * headWidth; i++) {
                            score += q[p][i] * k[s][i];
                        }
                        weights[s] = Math.exp(score / Math.sqrt(headWidth));
                        sum += weights[s];
                    }
                    for (int s = 0; s < n; s++) {
                        for (int i = h * headWidth; i < (h + 1) * headWidth; i++) {
                            mixed[i] += weights[s] / sum * v[s][i];
                        }
                    }
                }
                double[] out = linear(file, prefix + "attn_output", mixed);
                add(out, x[p]);
                x[p] = layerNorm(file, prefix + "attn_output_norm", out);
                double[] inner = linear(file, prefix + "ffn_up", x[p]);
                for (int i = 0; i < inner.length; i++) {
                    double g = inner[i];
                    inner[i] = 0.5 * g * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (g + 0.044715 * g * g * g)));
                }
                double[] down = linear(file, prefix + "ffn_down", inner);
                add(down, x[p]);
                x[p] = layerNorm(file, prefix + "layer_output_norm", down);
            }
        }
        return x;
    }

    private static double[] layerNorm(GgufFile file, String name, double[] x) {
        double mean = 0;
        for (double value : x) {
            mean += value / x.length;
        }
        double variance = 0;
        for (double value : x) {
            variance += (value - mean) * (value - mean) / x.length;
        }
        double[] out = new double[x.length];
        double[] weights = row(file, name + ".weight", 0);
        double[] bias = row(file, name + ".bias", 0);
        for (int i = 0; i < x.length; i++) {
            out[i] = (x[i] - mean) / Math.sqrt(variance + 1e-3f) * weights[i] + bias[i];
        }
        return out;
    }

    private static double[] linear(GgufFile file, String name, double[] x) {
        Matrix matrix = Matrix.of(file, file.tensor(name + ".weight").orElseThrow());
        double[] out = row(file, name + ".bias", 0);
        for (int i = 0; i < matrix.rows(); i++) {
            double[] row = row(file, name + ".weight", i);
            for (int j = 0; j < x.length; j++) {
                out[i] += row[j] * x[j];
            }
        }
        return out;
    }

    private static double[] row(GgufFile file, String name, int index) {
        float[] values = Matrix.of(file, file.tensor(name).orElseThrow()).rows(index, 1).decode();
        double[] row = new double[values.length];
        for (int i = 0; i < row.length; i++) {
            row[i] = values[i];
        }
        return row;
    }

    private static void add(double[] to, double[] from) {
        for (int i = 0; i < to.length; i++) {
            to[i] += from[i];
        }
    }
}
