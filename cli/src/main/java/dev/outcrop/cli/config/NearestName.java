package dev.outcrop.cli.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the name somebody probably meant. */
final class NearestName {

    private NearestName() {}

    /**
     * The known name with the fewest edits, when they are few enough for a typing error. A key written without its section
     * is compared with the last part of the known ones too. Of names that are as near, the first.
     */
    static Optional<String> of(String typed, Collection<String> known) {
        int most = Math.max(2, typed.length() / 3);
        return known.stream()
                .min(Comparator.comparingInt((String name) -> edits(typed, name))
                        // Letters that were swapped are likelier than letters left out.
                        .thenComparingInt(name -> Math.abs(lastPart(name).length() - typed.length())))
                .filter(name -> edits(typed, name) <= most);
    }

    private static int edits(String typed, String name) {
        return Math.min(distance(typed, name), distance(typed, lastPart(name)));
    }

    private static String lastPart(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** Levenshtein distance: insertions, deletions and replacements. */
    static int distance(String a, String b) {
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
