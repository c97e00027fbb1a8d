package dev.outcrop.engines.gguf.cache;

/**
 * What one position occupies.
 *
 * @param layers layers that attend
 * @param keyWidth float32 numbers per layer for the keys of all key/value heads together
 * @param valueWidth the same for the values
 */
public record CacheShape(int layers, int keyWidth, int valueWidth) {

    /** Positions per page. */
    public static final int PAGE_POSITIONS = 64;

    /** Bytes that one position occupies in all layers. */
    public long bytesPerPosition() {
        return (long) layers * (keyWidth + valueWidth) * Float.BYTES;
    }

    /** Pages that hold {@code positions} positions. */
    public static int pages(int positions) {
        return Math.ceilDiv(positions, PAGE_POSITIONS);
    }
}
