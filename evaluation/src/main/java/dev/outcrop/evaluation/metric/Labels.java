package dev.outcrop.evaluation.metric;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import dev.outcrop.evaluation.text.WhiteSpace;

/**
 * Finds the class that an answer names (fmeval, "classification accuracy"). Immutable.
 *
 * <p>The first piece between single spaces that is a label counts. So a label of several words is never found, nor one with
 * punctuation beside it: published scores rest on that.
 */
public final class Labels {

    /** The class of an answer that names none. */
    public static final String UNKNOWN = "unknown";

    private final Set<String> valid;

    /** @param valid the labels there are; case and white space at their ends do not matter */
    public Labels(Collection<String> valid) {
        this.valid = valid.stream().map(Labels::normal).collect(Collectors.toUnmodifiableSet());
    }

    /** The label in an answer, or {@link #UNKNOWN}. */
    public String in(String answer) {
        for (String piece : References.split(answer, " ")) {
            String label = normal(piece);
            if (valid.contains(label)) {
                return label;
            }
        }
        return UNKNOWN;
    }

    /** A label as it is compared. */
    public static String normal(String label) {
        return WhiteSpace.strip(label.toLowerCase(Locale.ROOT));
    }
}
