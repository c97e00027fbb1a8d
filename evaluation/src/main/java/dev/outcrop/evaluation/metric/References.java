package dev.outcrop.evaluation.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Several acceptable answers in one reference text. */
public final class References {

    /** What stands between acceptable answers. */
    public static final String OR = "<OR>";

    private References() {}

    /** The answers of a reference; pieces are not trimmed. */
    public static List<String> of(String reference) {
        return split(reference, OR);
    }

    /** The pieces between delimiters, empty ones too. */
    public static List<String> split(String reference, String delimiter) {
        if (delimiter.isEmpty()) {
            throw new IllegalArgumentException("The delimiter between references must not be empty");
        }
        List<String> pieces = new ArrayList<>();
        int from = 0;
        for (int at = reference.indexOf(delimiter); at >= 0; at = reference.indexOf(delimiter, from)) {
            pieces.add(reference.substring(from, at));
            from = at + delimiter.length();
        }
        pieces.add(reference.substring(from));
        return pieces;
    }

    /** The best score over the answers of a reference. */
    public static double best(String reference, ToDoubleFunction<String> score) {
        return of(reference).stream().mapToDouble(score).max().orElseThrow();
    }
}
