package dev.outcrop.engines.gguf.convert;

/**
 * The order in which the rows of a matrix are written.
 *
 * <p>Hugging Face's rope rotates number {@code i} of a head with number {@code i + n/2}; that of GGUF's llama rotates
 * neighbours. The rows of q and k change places so that the same pairs meet: row {@code 2i + s} of a head is the old row
 * {@code s·n/2 + i}. Scores are sums over the numbers of a head, so nothing else changes.
 *
 * @param headWidth rows per head when they change places, 0 when all stay
 */
record RowOrder(int headWidth) {

    static final RowOrder UNCHANGED = new RowOrder(0);

    boolean isUnchanged() {
        return headWidth == 0;
    }

    /** The row of the source that becomes row {@code row}. */
    long sourceOf(long row) {
        if (headWidth == 0) {
            return row;
        }
        long within = row % headWidth;
        return row - within + within % 2 * (headWidth / 2) + within / 2;
    }
}
