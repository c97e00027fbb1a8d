package dev.outcrop.inference;

/**
 * Whether a model may think before it answers, and where its thoughts go.
 *
 * @param budget the most tokens of thought, 0 for no bound but the answer's own; a hint to engines that cannot count them
 */
public record Reasoning(Mode mode, int budget) {

    /** Thoughts, should the model have any, stay in the text as it writes them. */
    public static final Reasoning INLINE = new Reasoning(Mode.INLINE, 0);

    /** The model is told not to think, and what it thinks all the same is kept out of the text. */
    public static final Reasoning OFF = new Reasoning(Mode.OFF, 0);

    /** Thoughts are kept out of the text and handed on apart. */
    public static final Reasoning APART = new Reasoning(Mode.APART, 0);

    /** Where thoughts go, and how hard to think for models that can be told. */
    public enum Mode {
        INLINE, OFF, APART, LOW, MEDIUM, HIGH
    }
}
