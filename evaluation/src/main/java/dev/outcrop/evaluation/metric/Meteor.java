package dev.outcrop.evaluation.metric;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

import dev.outcrop.evaluation.text.PorterStemmer;
import dev.outcrop.evaluation.text.WordTokenizer;

/**
 * METEOR (S. Banerjee, A. Lavie, 2005) as NLTK computes it for one reference: words aligned first by letters, then by stem;
 * alpha 0.9, beta 3, gamma 0.5.
 *
 * <p>NLTK's third stage aligns synonyms by WordNet. That data does not come with Outcrop, so the stage is left out, and
 * whoever shows the score says so. Time is linear in the number of tokens.
 */
public final class Meteor {
    private static final double ALPHA = 0.9;
    private static final double BETA = 3;
    private static final double GAMMA = 0.5;
    private static final int NONE = -1;

    private Meteor() {}

    /** The score of an answer beside one reference, from 0 to 1. */
    public static double score(String reference, String answer) {
        return score(WordTokenizer.tokens(reference), WordTokenizer.tokens(answer));
    }

    /** The score of an answer's tokens. */
    public static double score(List<String> reference, List<String> answer) {
        List<String> wanted = lower(reference);
        List<String> said = lower(answer);
        int[] partners = new int[said.size()];
        Arrays.fill(partners, NONE);
        boolean[] taken = new boolean[wanted.size()];
        align(wanted, said, partners, taken, UnaryOperator.identity());
        align(wanted, said, partners, taken, PorterStemmer::stem);
        double matches = Arrays.stream(partners).filter(partner -> partner != NONE).count();
        if (matches == 0) {
            return 0;
        }
        double precision = matches / said.size();
        double recall = matches / wanted.size();
        double mean = precision * recall / (ALPHA * precision + (1 - ALPHA) * recall);
        double penalty = GAMMA * Math.pow(chunks(partners) / matches, BETA);
        return (1 - penalty) * mean;
    }

    private static List<String> lower(List<String> tokens) {
        return tokens.stream().map(token -> token.toLowerCase(Locale.ROOT)).toList();
    }

    /** Both sides are walked from last to first, and the first fit is taken: so the last free places go together. */
    private static void align(
            List<String> wanted, List<String> said, int[] partners, boolean[] taken, UnaryOperator<String> form) {
        Map<String, Deque<Integer>> places = new HashMap<>();
        for (int i = 0; i < wanted.size(); i++) {
            if (!taken[i]) {
                places.computeIfAbsent(form.apply(wanted.get(i)), token -> new ArrayDeque<>()).push(i);
            }
        }
        for (int i = said.size() - 1; i >= 0; i--) {
            if (partners[i] == NONE) {
                Deque<Integer> free = places.get(form.apply(said.get(i)));
                if (free != null && !free.isEmpty()) {
                    partners[i] = free.pop();
                    taken[partners[i]] = true;
                }
            }
        }
    }

    /** Runs of matches that are neighbours on both sides. */
    private static int chunks(int[] partners) {
        int chunks = 0;
        for (int i = 0; i < partners.length; i++) {
            boolean continues = i > 0 && partners[i - 1] != NONE && partners[i] == partners[i - 1] + 1;
            if (partners[i] != NONE && !continues) {
                chunks++;
            }
        }
        return chunks;
    }
}
