package dev.outcrop.engines.gguf.cache;

/** Keys and values of {@link CacheShape#PAGE_POSITIONS} consecutive positions, ordered by layer, then position. */
final class CachePage {

    final float[] keys;
    final float[] values;

    CachePage(CacheShape shape) {
        int rows = Math.multiplyExact(shape.layers(), CacheShape.PAGE_POSITIONS);
        keys = new float[Math.multiplyExact(rows, shape.keyWidth())];
        values = new float[Math.multiplyExact(rows, shape.valueWidth())];
    }
}
