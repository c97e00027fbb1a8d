package dev.outcrop.access.policy;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Words for errors about names that do not exist: the one that was probably meant. */
final class NearestName {

    /** Longer than any name there is: nothing near enough could come of comparing more. */
    private static final int LONGEST = 100;

    private NearestName() {}

    /** {@code " Did you mean X?"} with the known name of the fewest edits, or nothing when none is near. */
    static String hint(String typed, Collection<String> known) {
        if (typed.length() > LONGEST) {
            return "";
        }
        String lower = typed.toLowerCase(Locale.ROOT);
        int most = Math.max(2, typed.length() / 4);
        return known.stream()
                .min(
                        Comparator.comparingInt((String name) -> edits(lower, name.toLowerCase(Locale.ROOT)))
                                .thenComparing(Comparator.naturalOrder()))
                .filter(name -> edits(lower, name.toLowerCase(Locale.ROOT)) <= most)
                .map(name -> " Did you mean " + name + "?")
                .orElse("");
    }

    /** Levenshtein distance: insertions, deletions and replacements. */
    private static int edits(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replace, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
