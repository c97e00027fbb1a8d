package dev.outcrop.guardrails.text;

import java.util.Arrays;

/**
 * Cuts letters without spaces into words: the cut whose words are the most likely together, each with a likelihood of
 * 1 / (rank ln N) after Zipf, found by dynamic programming. Letters in no word count as one of their own, at a price.
 */
final class Segmentation {
    private static final double UNKNOWN_LETTER = 12;
    private static final double MOST_UNKNOWN = 0.3;
    /** Longer runs are cut by parts, so that memory stays bounded. */
    private static final int LONGEST = 1024;

    private Segmentation() {}

    /**
     * Where words begin.
     *
     * @param at the positions in the text of the letters
     * @return by letter: whether a space is missing before it; all false when hardly anything would be a word
     */
    static boolean[] cuts(String text, int[] at, int count) {
        boolean[] cuts = new boolean[count];
        for (int from = 0; from < count; from += LONGEST) {
            cut(text, at, from, Math.min(count, from + LONGEST), cuts);
        }
        return cuts;
    }

    private static void cut(String text, int[] at, int from, int to, boolean[] cuts) {
        CommonWords words = CommonWords.get();
        double zipf = Math.log(Math.log(words.size()));
        int length = to - from;
        double[] cost = new double[length + 1];
        int[] begin = new int[length + 1];
        boolean[] known = new boolean[length + 1];
        Arrays.fill(cost, Double.POSITIVE_INFINITY);
        cost[0] = 0;
        for (int start = 0; start < length; start++) {
            if (cost[start] + UNKNOWN_LETTER < cost[start + 1]) {
                cost[start + 1] = cost[start] + UNKNOWN_LETTER;
                begin[start + 1] = start;
                known[start + 1] = false;
            }
            int node = CommonWords.ROOT;
            for (int end = start; end < length; end++) {
                node = words.next(node, text.charAt(at[from + end]));
                if (node == CommonWords.NONE) {
                    break;
                }
                double step = Math.log(words.rank(node)) + zipf;
                if (words.rank(node) > 0 && cost[start] + step < cost[end + 1]) {
                    cost[end + 1] = cost[start] + step;
                    begin[end + 1] = start;
                    known[end + 1] = true;
                }
            }
        }
        int unknown = 0;
        for (int end = length; end > 0; end = begin[end]) {
            unknown += known[end] ? 0 : 1;
        }
        if (unknown <= MOST_UNKNOWN * length) {
            for (int end = begin[length]; end > 0; end = begin[end]) {
                cuts[from + end] = true;
            }
            cuts[from] |= from > 0;
        }
    }
}
