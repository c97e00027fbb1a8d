package dev.outcrop.evaluation.metric;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.outcrop.evaluation.text.PorterStemmer;

/**
 * ROUGE-1, ROUGE-2 and ROUGE-L (C.-Y. Lin, 2004) with the tokens of Google's rouge-score: letters a to z and digits in lower
 * case, everything else separates; tokens of more than three characters are stemmed.
 */
public enum Rouge {
    /** Words in common. */
    ROUGE_1(1),
    /** Pairs of neighbouring words in common; a text of one word has none, so even equal ones score 0. */
    ROUGE_2(2),
    /** The longest common subsequence of words. */
    ROUGE_L(0);

    private static final int LONGEST_UNSTEMMED = 3;

    private final int n;

    Rouge(int n) {
        this.n = n;
    }

    /** The score of an answer beside one reference, words stemmed. */
    public PrecisionRecall score(String reference, String answer) {
        return score(reference, answer, true);
    }

    /** The score of an answer beside one reference. */
    public PrecisionRecall score(String reference, String answer, boolean stemming) {
        List<String> wanted = tokens(reference, stemming);
        List<String> said = tokens(answer, stemming);
        return this == ROUGE_L ? ofSubsequence(wanted, said) : ofGrams(wanted, said);
    }

    static List<String> tokens(String text, boolean stemming) {
        List<String> tokens = new ArrayList<>();
        String lower = text.toLowerCase(Locale.ROOT);
        int from = 0;
        for (int at = 0; at <= lower.length(); at++) {
            if (at == lower.length() || !isPartOfToken(lower.charAt(at))) {
                if (at > from) {
                    String token = lower.substring(from, at);
                    tokens.add(stemming && token.length() > LONGEST_UNSTEMMED ? PorterStemmer.stem(token) : token);
                }
                from = at + 1;
            }
        }
        return tokens;
    }

    private static boolean isPartOfToken(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }

    private PrecisionRecall ofGrams(List<String> reference, List<String> answer) {
        Map<List<String>, Integer> wanted = grams(reference);
        Map<List<String>, Integer> said = grams(answer);
        int hits = 0;
        for (Map.Entry<List<String>, Integer> gram : wanted.entrySet()) {
            hits += Math.min(gram.getValue(), said.getOrDefault(gram.getKey(), 0));
        }
        return new PrecisionRecall(
                (double) hits / Math.max(1, answer.size() - n + 1),
                (double) hits / Math.max(1, reference.size() - n + 1));
    }

    private Map<List<String>, Integer> grams(List<String> tokens) {
        Map<List<String>, Integer> grams = new HashMap<>();
        for (int i = 0; i + n <= tokens.size(); i++) {
            grams.merge(List.copyOf(tokens.subList(i, i + n)), 1, Integer::sum);
        }
        return grams;
    }

    private static PrecisionRecall ofSubsequence(List<String> reference, List<String> answer) {
        if (reference.isEmpty() || answer.isEmpty()) {
            return PrecisionRecall.NONE;
        }
        double longest = longestCommonSubsequence(reference, answer);
        return new PrecisionRecall(longest / answer.size(), longest / reference.size());
    }

    private static int longestCommonSubsequence(List<String> a, List<String> b) {
        int[] above = new int[b.size() + 1];
        for (String token : a) {
            int diagonal = 0;
            for (int j = 1; j < above.length; j++) {
                int before = above[j];
                above[j] = token.equals(b.get(j - 1)) ? diagonal + 1 : Math.max(before, above[j - 1]);
                diagonal = before;
            }
        }
        return above[b.size()];
    }
}
