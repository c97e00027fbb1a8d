package dev.outcrop.evaluation.metric;

import java.util.Arrays;

/**
 * BERTScore (T. Zhang et al., 2020): every token looks for its likest on the other side, by the cosine of their vectors.
 * Neither weighted by rarity nor rescaled. What encoder made the vectors must be said beside the score.
 */
public final class BertScore {

    private BertScore() {}

    /**
     * The score of an answer beside one reference; take {@link PrecisionRecall#f()}.
     *
     * <p>Start and end marks may be the likest of a token, but are not averaged over.
     */
    public static PrecisionRecall score(TokenVectors reference, TokenVectors answer) {
        if (reference.isEmpty() || answer.isEmpty()) {
            return PrecisionRecall.NONE;
        }
        float[][] wanted = normalised(reference.vectors());
        float[][] said = normalised(answer.vectors());
        double[] bestOfSaid = new double[said.length];
        double[] bestOfWanted = new double[wanted.length];
        Arrays.fill(bestOfSaid, -1);
        Arrays.fill(bestOfWanted, -1);
        for (int i = 0; i < said.length; i++) {
            for (int j = 0; j < wanted.length; j++) {
                double cosine = dot(said[i], wanted[j]);
                bestOfSaid[i] = Math.max(bestOfSaid[i], cosine);
                bestOfWanted[j] = Math.max(bestOfWanted[j], cosine);
            }
        }
        return new PrecisionRecall(mean(bestOfSaid, answer.marks()), mean(bestOfWanted, reference.marks()));
    }

    private static float[][] normalised(float[][] vectors) {
        float[][] normal = new float[vectors.length][];
        for (int i = 0; i < vectors.length; i++) {
            double length = Math.sqrt(dot(vectors[i], vectors[i]));
            normal[i] = vectors[i].clone();
            for (int k = 0; k < normal[i].length && length > 0; k++) {
                normal[i][k] = (float) (normal[i][k] / length);
            }
        }
        return normal;
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }

    private static double mean(double[] best, boolean[] marks) {
        double sum = 0;
        int tokens = 0;
        for (int i = 0; i < best.length; i++) {
            if (!marks[i]) {
                sum += best[i];
                tokens++;
            }
        }
        return sum / tokens;
    }
}
