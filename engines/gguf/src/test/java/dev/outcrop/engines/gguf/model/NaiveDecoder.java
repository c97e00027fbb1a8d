package dev.outcrop.engines.gguf.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

import dev.outcrop.engines.gguf.file.GgufFile;
import dev.outcrop.engines.gguf.file.Metadata;
import dev.outcrop.engines.gguf.tensor.Matrix;

/**
 * The same models once more, as slowly and plainly as the format's description reads: double precision, one vector at a
 * time, no cache. Shares nothing with the engine but the reading of the file and of stored blocks.
 */
final class NaiveDecoder {

    private final GgufFile file;
    private final Metadata metadata;
    private final String architecture;
    private final int contextLength;
    private final int width;
    private final int heads;
    private final int kvHeads;
    private final int keyWidth;
    private final int valueWidth;
    private final double epsilon;

    NaiveDecoder(GgufFile file, int contextLength) {
        this.file = file;
        this.metadata = file.metadata();
        this.architecture = metadata.string("general.architecture");
        this.contextLength = contextLength;
        this.width = integer("embedding_length", -1);
        this.heads = integer("attention.head_count", -1);
        this.kvHeads = integer("attention.head_count_kv", heads);
        this.keyWidth = integer("attention.key_length", width / heads);
        this.valueWidth = integer("attention.value_length", width / heads);
        this.epsilon = number("attention.layer_norm_rms_epsilon", -1);
    }

    /** Logits after every token. */
    double[][] logits(int[] tokens) {
        double[][] x = new double[tokens.length][];
        double[][] embedding = matrix("token_embd.weight");
        for (int i = 0; i < tokens.length; i++) {
            x[i] = embedding[tokens[i]].clone();
            if (architecture.startsWith("gemma")) {
                scale(x[i], Math.sqrt(width));
            }
        }
        for (int layer = 0; layer < integer("block_count", -1); layer++) {
            attention(layer, x);
            for (double[] vector : x) {
                String prefix = "blk." + layer + ".";
                double[] in = rms(vector, prefix + (is("gpt-oss") ? "post_attention_norm" : "ffn_norm"));
                double[] out = has(prefix + "ffn_gate_inp.weight") ? experts(prefix, in) : dense(prefix, in);
                if (is("gemma2") || is("gemma3")) {
                    out = rms(out, prefix + "post_ffw_norm");
                }
                add(vector, out);
            }
        }
        double[][] output = has("output.weight") ? matrix("output.weight") : embedding;
        double[][] logits = new double[tokens.length][];
        for (int i = 0; i < tokens.length; i++) {
            logits[i] = multiply(output, rms(x[i], "output_norm"));
            if (is("gemma2")) {
                double cap = number("final_logit_softcapping", -1);
                for (int j = 0; j < logits[i].length; j++) {
                    logits[i][j] = cap * Math.tanh(logits[i][j] / cap);
                }
            }
        }
        return logits;
    }

    private void attention(int layer, double[][] x) {
        String prefix = "blk." + layer + ".";
        int n = x.length;
        double[][][] q = new double[n][][];
        double[][][] k = new double[n][][];
        double[][][] v = new double[n][][];
        boolean windowed = windowed(layer);
        for (int p = 0; p < n; p++) {
            double[] in = rms(x[p], prefix + "attn_norm");
            double[] flatQ;
            double[] flatK;
            double[] flatV;
            if (is("phi3")) {
                double[] all = linear(prefix + "attn_qkv", in);
                flatQ = part(all, 0, heads * keyWidth);
                flatK = part(all, heads * keyWidth, kvHeads * keyWidth);
                flatV = part(all, (heads + kvHeads) * keyWidth, kvHeads * valueWidth);
            } else {
                flatQ = linear(prefix + "attn_q", in);
                flatK = linear(prefix + "attn_k", in);
                flatV = linear(prefix + "attn_v", in);
            }
            q[p] = split(flatQ, heads);
            k[p] = split(flatK, kvHeads);
            v[p] = split(flatV, kvHeads);
            for (int h = 0; h < heads; h++) {
                q[p][h] = rope(headNorm(q[p][h], prefix + "attn_q_norm"), p, windowed);
            }
            for (int h = 0; h < kvHeads; h++) {
                k[p][h] = rope(headNorm(k[p][h], prefix + "attn_k_norm"), p, windowed);
            }
        }
        for (int p = 0; p < n; p++) {
            double[] mixed = new double[heads * valueWidth];
            for (int h = 0; h < heads; h++) {
                int group = h / (heads / kvHeads);
                double[] weights = new double[p + 1];
                double sum = is("gpt-oss") ? Math.exp(vector(prefix + "attn_sinks.weight")[h]) : 0;
                for (int s = 0; s <= p; s++) {
                    if (windowed && p - s >= integer("attention.sliding_window", -1)) {
                        continue;
                    }
                    double score = dot(q[p][h], k[s][group]) / Math.sqrt(keyWidth);
                    if (is("gemma2")) {
                        double cap = number("attn_logit_softcapping", -1);
                        score = cap * Math.tanh(score / cap);
                    }
                    weights[s] = Math.exp(score);
                    sum += weights[s];
                }
                for (int s = 0; s <= p; s++) {
                    for (int i = 0; i < valueWidth; i++) {
                        mixed[h * valueWidth + i] += weights[s] / sum * v[s][group][i];
                    }
                }
            }
            double[] out = linear(prefix + "attn_output", mixed);
            if (is("gemma2") || is("gemma3")) {
                out = rms(out, prefix + "post_attention_norm");
            }
            add(x[p], out);
        }
    }

    private boolean windowed(int layer) {
        return switch (architecture) {
            case "gemma2", "gpt-oss" -> layer % 2 == 0;
            case "gemma3" -> layer % 6 != 5;
            default -> false;
        };
    }

    private double[] headNorm(double[] head, String name) {
        return has(name + ".weight") ? rms(head, name) : head;
    }

    private double[] rope(double[] head, int position, boolean windowed) {
        int n = integer("rope.dimension_count", keyWidth);
        boolean plain = is("gemma3") && windowed;
        double base = plain ? number("rope.freq_base_swa", 10000) : number("rope.freq_base", 10000);
        String scaling = plain ? "none" : metadata.string(architecture + ".rope.scaling.type", "none");
        double factor = number("rope.scaling.factor", 1);
        double magnitude = 1;
        double[] out = head.clone();
        for (int i = 0; i < n / 2; i++) {
            double f = Math.pow(base, -2.0 * i / n);
            if (!plain && has("rope_freqs.weight")) {
                f /= vector("rope_freqs.weight")[i];
            }
            switch (scaling) {
                case "linear" -> f /= factor;
                case "yarn" -> {
                    double c = integer("rope.scaling.original_context_length", -1);
                    double low = Math.max(0, Math.floor(n * Math.log(c / (32 * 2 * Math.PI)) / (2 * Math.log(base))));
                    double high = Math.min(n - 1, Math.ceil(n * Math.log(c / (2 * Math.PI)) / (2 * Math.log(base))));
                    double r = Math.min(1, Math.max(0, (i - low) / Math.max(0.001, high - low)));
                    f = f * (1 - r) + f / factor * r;
                    magnitude = 1 + 0.1 * Math.log(factor);
                }
                case "longrope" -> {
                    boolean beyond = contextLength > integer("rope.scaling.original_context_length", -1);
                    f /= vector(beyond ? "rope_factors_long.weight" : "rope_factors_short.weight")[i];
                    magnitude = number("rope.scaling.attn_factor", 1);
                }
                default -> {}
            }
            int a = is("llama") ? 2 * i : i;
            int b = is("llama") ? 2 * i + 1 : i + n / 2;
            double cos = Math.cos(position * f) * magnitude;
            double sin = Math.sin(position * f) * magnitude;
            out[a] = head[a] * cos - head[b] * sin;
            out[b] = head[a] * sin + head[b] * cos;
        }
        return out;
    }

    private double[] dense(String prefix, double[] x) {
        if (is("phi3")) {
            double[] both = linear(prefix + "ffn_up", x);
            int inner = both.length / 2;
            return linear(prefix + "ffn_down", gated(part(both, 0, inner), part(both, inner, inner)));
        }
        return linear(prefix + "ffn_down", gated(linear(prefix + "ffn_gate", x), linear(prefix + "ffn_up", x)));
    }

    private double[] gated(double[] gate, double[] up) {
        double[] out = new double[gate.length];
        for (int i = 0; i < out.length; i++) {
            double g = gate[i];
            if (is("gpt-oss")) {
                double clamped = Math.min(g, 7);
                out[i] = clamped * sigmoid(1.702 * clamped) * (Math.max(-7, Math.min(7, up[i])) + 1);
            } else if (architecture.startsWith("gemma")) {
                double tanh = Math.tanh(Math.sqrt(2 / Math.PI) * (g + 0.044715 * g * g * g));
                out[i] = 0.5 * g * (1 + tanh) * up[i];
            } else {
                out[i] = g * sigmoid(g) * up[i];
            }
        }
        return out;
    }

    private double[] experts(String prefix, double[] x) {
        double[] logits = linear(prefix + "ffn_gate_inp", x);
        int used = integer("expert_used_count", -1);
        List<Integer> chosen = IntStream.range(0, logits.length).boxed()
                .sorted(Comparator.comparingDouble(e -> -logits[e])).limit(used).toList();
        double all = IntStream.range(0, logits.length).mapToDouble(e -> Math.exp(logits[e])).sum();
        double ofChosen = chosen.stream().mapToDouble(e -> Math.exp(logits[e])).sum();
        double[] out = new double[width];
        for (int expert : chosen) {
            double weight = Math.exp(logits[expert]) / (is("qwen2moe") ? all : ofChosen);
            double[] inner = gated(expert(prefix + "ffn_gate_exps", expert, logits.length, x),
                    expert(prefix + "ffn_up_exps", expert, logits.length, x));
            double[] result = expert(prefix + "ffn_down_exps", expert, logits.length, inner);
            scale(result, weight);
            add(out, result);
        }
        if (is("qwen2moe")) {
            double[] result = linear(prefix + "ffn_down_shexp",
                    gated(linear(prefix + "ffn_gate_shexp", x), linear(prefix + "ffn_up_shexp", x)));
            scale(result, sigmoid(dot(vector(prefix + "ffn_gate_inp_shexp.weight"), x)));
            add(out, result);
        }
        return out;
    }

    private double[] expert(String name, int expert, int experts, double[] x) {
        double[][] all = matrix(name + ".weight");
        int rows = all.length / experts;
        double[] out = new double[rows];
        for (int i = 0; i < rows; i++) {
            out[i] = dot(all[expert * rows + i], x);
            if (has(name + ".bias")) {
                out[i] += vector(name + ".bias")[expert * rows + i];
            }
        }
        return out;
    }

    private double[] rms(double[] x, String name) {
        double[] weights = vector(name + ".weight");
        double scale = 1 / Math.sqrt(dot(x, x) / x.length + epsilon);
        double[] out = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            out[i] = x[i] * scale * weights[i];
        }
        return out;
    }

    private double[] linear(String name, double[] x) {
        double[] out = multiply(matrix(name + ".weight"), x);
        if (has(name + ".bias")) {
            add(out, vector(name + ".bias"));
        }
        return out;
    }

    private static double[] multiply(double[][] matrix, double[] x) {
        double[] out = new double[matrix.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = dot(matrix[i], x);
        }
        return out;
    }

    private static double dot(double[] a, double[] b) {
        assert a.length == b.length;
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void add(double[] to, double[] from) {
        for (int i = 0; i < to.length; i++) {
            to[i] += from[i];
        }
    }

    private static void scale(double[] x, double factor) {
        for (int i = 0; i < x.length; i++) {
            x[i] *= factor;
        }
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static double[] part(double[] x, int from, int count) {
        return Arrays.copyOfRange(x, from, from + count);
    }

    private static double[][] split(double[] x, int count) {
        List<double[]> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parts.add(part(x, i * (x.length / count), x.length / count));
        }
        return parts.toArray(double[][]::new);
    }

    private double[] vector(String name) {
        double[][] rows = matrix(name);
        return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    }

    private double[][] matrix(String name) {
        Matrix matrix = Matrix.of(file, file.tensor(name).orElseThrow());
        float[] values = matrix.decode();
        double[][] rows = new double[matrix.rows()][matrix.columns()];
        for (int i = 0; i < values.length; i++) {
            rows[i / matrix.columns()][i % matrix.columns()] = values[i];
        }
        return rows;
    }

    private boolean has(String tensor) {
        return file.tensor(tensor).isPresent();
    }

    private boolean is(String name) {
        return architecture.equals(name);
    }

    private int integer(String key, int absent) {
        return metadata.integer(architecture + "." + key, absent);
    }

    private double number(String key, double absent) {
        return metadata.number(architecture + "." + key, absent);
    }
}
