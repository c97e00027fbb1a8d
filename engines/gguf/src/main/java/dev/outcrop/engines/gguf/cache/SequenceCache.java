package dev.outcrop.engines.gguf.cache;

import java.util.ArrayList;
import java.util.List;

/**
 * Keys and values of one sequence, from position 0 on.
 *
 * <p>Reading is possible from several threads while none writes; every other use is by one thread at a time. Must not
 * be used after {@link #close()}.
 */
public final class SequenceCache implements AutoCloseable {

    private final CachePool pool;
    private final int reservedPages;
    private final List<CachePage> pages = new ArrayList<>();
    private int length;
    private boolean closed;

    SequenceCache(CachePool pool, int reservedPages) {
        this.pool = pool;
        this.reservedPages = reservedPages;
    }

    /** Positions that hold keys and values of all layers. */
    public int length() {
        return length;
    }

    /** Positions that fit. */
    public int capacity() {
        return reservedPages * CacheShape.PAGE_POSITIONS;
    }

    /**
     * Makes room for {@code count} positions after {@link #length()}.
     *
     * @throws IllegalArgumentException when they exceed what the sequence has reserved
     */
    public void reserve(int count) {
        if (closed || count > capacity() - length) {
            throw new IllegalArgumentException("%d positions after %d do not fit %d".formatted(
                    count, length, closed ? 0 : capacity()));
        }
        while (pages.size() < CacheShape.pages(length + count)) {
            pages.add(pool.take());
        }
    }

    /** Declares the next {@code count} positions complete in all layers. */
    public void advance(int count) {
        length += count;
    }

    /** Forgets all positions; the reservation stays. */
    public void clear() {
        length = 0;
    }

    /** The array with the keys of {@code position}, which begin at {@link #keyOffset}. */
    public float[] keys(int position) {
        return pages.get(position / CacheShape.PAGE_POSITIONS).keys;
    }

    /** The array with the values of {@code position}, which begin at {@link #valueOffset}. */
    public float[] values(int position) {
        return pages.get(position / CacheShape.PAGE_POSITIONS).values;
    }

    public int keyOffset(int layer, int position) {
        return row(layer, position) * pool.shape().keyWidth();
    }

    public int valueOffset(int layer, int position) {
        return row(layer, position) * pool.shape().valueWidth();
    }

    private static int row(int layer, int position) {
        return layer * CacheShape.PAGE_POSITIONS + position % CacheShape.PAGE_POSITIONS;
    }

    int reservedPages() {
        return reservedPages;
    }

    List<CachePage> pages() {
        return pages;
    }

    /** Returns the memory to the pool. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            pool.giveBack(this);
            pages.clear();
        }
    }
}
