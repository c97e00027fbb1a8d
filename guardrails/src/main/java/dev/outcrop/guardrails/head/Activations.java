package dev.outcrop.guardrails.head;

/** Functions between and after layers. */
public final class Activations {

    private Activations() {}

    /** Sets what is below 0 to 0, in place. */
    public static void relu(float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.max(0, values[i]);
        }
    }

    /** Probabilities from logits, in place: positive, with a sum of 1. Every logit must be finite. */
    public static void softmax(float[] logits) {
        float largest = Float.NEGATIVE_INFINITY;
        for (float logit : logits) {
            largest = Math.max(largest, logit);
        }
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            double value = Math.exp(logits[i] - largest);
            logits[i] = (float) value;
            sum += value;
        }
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) (logits[i] / sum);
        }
    }
}
