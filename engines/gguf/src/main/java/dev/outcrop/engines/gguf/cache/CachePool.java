package dev.outcrop.engines.gguf.cache;

import java.util.ArrayDeque;
import java.util.Optional;

/**
 * All the cache memory of an engine.
 *
 * <p>A sequence reserves the pages it may need at most when it begins, so it can never run out half-way; pages are
 * allocated when positions are first used and used again after the sequence has ended. Thread-safe.
 */
public final class CachePool {

    private final CacheShape shape;
    private final int pages;
    private final ArrayDeque<CachePage> free = new ArrayDeque<>();
    private int reserved;

    /** @param pages the most pages that exist at once */
    public CachePool(CacheShape shape, int pages) {
        this.shape = shape;
        this.pages = pages;
    }

    public CacheShape shape() {
        return shape;
    }

    /** Begins a sequence of at most {@code positions} positions, or returns nothing when too few pages are left. */
    public synchronized Optional<SequenceCache> open(int positions) {
        int wanted = CacheShape.pages(positions);
        if (wanted > pages - reserved) {
            return Optional.empty();
        }
        reserved += wanted;
        return Optional.of(new SequenceCache(this, wanted));
    }

    /** The most pages that exist at once. */
    public int pages() {
        return pages;
    }

    /** Pages that running sequences have reserved. */
    public synchronized int reservedPages() {
        return reserved;
    }

    synchronized CachePage take() {
        CachePage page = free.poll();
        return page == null ? new CachePage(shape) : page;
    }

    synchronized void giveBack(SequenceCache sequence) {
        reserved -= sequence.reservedPages();
        sequence.pages().forEach(free::push);
    }
}
