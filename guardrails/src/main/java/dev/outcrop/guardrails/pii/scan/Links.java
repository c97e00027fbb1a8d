package dev.outcrop.guardrails.pii.scan;

import java.util.List;
import java.util.Set;

/** Words that may stand between a label and its value: "PIN for my new card is". */
public final class Links {
    private static final int MOST = 6;
    private static final Set<String> WORDS = Set.of(
            "i", "think", "we", "you", "they", "given", "got", "chose", "uses", "using", "used", "with", "in", "at",
            "is", "was",
            "are", "will", "be", "to", "of", "for", "on", "as", "my", "your", "his", "her", "our", "their",
            "the",
            "this", "new", "old", "current", "temporary", "default", "number", "no", "code", "card", "debit", "credit",
            "bank", "account", "atm", "value", "set", "changed", "reset", "has", "been", "still", "now", "s", "it",
            "use",
            "enter", "and", "sim", "phone", "same", "should", "would", "being", "key", "id", "name", "string", "login");

    private Links() {}

    /** Whether there are no other words, and not too many of them. */
    public static boolean all(List<String> words) {
        return words.size() <= MOST && WORDS.containsAll(words);
    }
}
