package dev.outcrop.engines.gguf.tokenizer;

import java.util.PriorityQueue;

/**
 * Joins neighbouring symbols, best pair first, until no pair can be joined: the core of both byte-pair encoding and
 * SentencePiece. O(n log n) in the number of symbols.
 *
 * <p>Symbols form a doubly linked list over one text; a pair that has changed since it was queued is recognised by its
 * length and passed over.
 */
final class Merging {

    /** What a pair is worth. */
    interface Rank {
        /** Priority of joining text[from, to), smaller is sooner; {@link Double#NaN} when it is no token. */
        double of(String text, int from, int middle, int to);
    }

    private record Pair(int left, int right, double rank, int length) {}

    private final String text;
    private final Rank rank;
    private final int[] from;
    private final int[] to;
    private final int[] previous;
    private final int[] next;
    private final PriorityQueue<Pair> queue = new PriorityQueue<>((a, b) -> {
        int byRank = Double.compare(a.rank(), b.rank());
        return byRank != 0 ? byRank : Integer.compare(a.left(), b.left());
    });

    private Merging(String text, Rank rank) {
        this.text = text;
        this.rank = rank;
        int count = text.codePointCount(0, text.length());
        from = new int[count];
        to = new int[count];
        previous = new int[count];
        next = new int[count];
        int at = 0;
        for (int i = 0; i < count; i++) {
            from[i] = at;
            at += Character.charCount(text.codePointAt(at));
            to[i] = at;
            previous[i] = i - 1;
            next[i] = i + 1 < count ? i + 1 : -1;
        }
    }

    /** Takes the symbols that remain, in order. */
    interface Symbols {
        void symbol(int from, int to);
    }

    /** Starts with one symbol per character. */
    static void run(String text, Rank rank, Symbols symbols) {
        if (text.isEmpty()) {
            return;
        }
        Merging merging = new Merging(text, rank);
        merging.join();
        for (int i = 0; i >= 0; i = merging.next[i]) {
            symbols.symbol(merging.from[i], merging.to[i]);
        }
    }

    private void join() {
        for (int i = 0; next[i] >= 0; i = next[i]) {
            offer(i, next[i]);
        }
        for (Pair pair = queue.poll(); pair != null; pair = queue.poll()) {
            int left = pair.left();
            int right = pair.right();
            boolean current = to[left] > from[left] && to[right] > from[right]
                    && to[right] - from[left] == pair.length();
            if (!current) {
                continue;
            }
            to[left] = to[right];
            to[right] = from[right];
            next[left] = next[right];
            if (next[right] >= 0) {
                previous[next[right]] = left;
            }
            if (previous[left] >= 0) {
                offer(previous[left], left);
            }
            if (next[left] >= 0) {
                offer(left, next[left]);
            }
        }
    }

    private void offer(int left, int right) {
        double value = rank.of(text, from[left], from[right], to[right]);
        if (!Double.isNaN(value)) {
            queue.add(new Pair(left, right, value, to[right] - from[left]));
        }
    }
}
