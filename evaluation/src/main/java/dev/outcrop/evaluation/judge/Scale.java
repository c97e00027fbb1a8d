package dev.outcrop.evaluation.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The labels that a judge chooses from.
 *
 * @param labels in ascending order, then those that mean "not applicable"
 */
public record Scale(List<Label> labels) {

    /**
     * One choice.
     *
     * @param text as the judge is to write it
     * @param meaning one line for the judge
     * @param result number or string that is reported; null leaves the record out of averages
     */
    public record Label(String text, String meaning, @Nullable Object result) {}

    public Scale {
        labels = List.copyOf(labels);
        if (labels.isEmpty()) {
            throw new IllegalArgumentException("A scale needs labels");
        }
    }

    /** Labels in ascending order, each reported as its place over the highest place: from 0 to 1. */
    public static Scale ascending(String... texts) {
        List<Label> labels = new ArrayList<>(texts.length);
        for (int i = 0; i < texts.length; i++) {
            labels.add(new Label(texts[i], "", (double) i / (texts.length - 1)));
        }
        return new Scale(labels);
    }

    /** The same with what each label means, in the same order. */
    public Scale meaning(String... meanings) {
        if (meanings.length != labels.size()) {
            throw new IllegalArgumentException(meanings.length + " meanings for " + labels.size() + " labels");
        }
        List<Label> explained = new ArrayList<>(labels.size());
        for (int i = 0; i < meanings.length; i++) {
            Label label = labels.get(i);
            explained.add(new Label(label.text(), meanings[i], label.result()));
        }
        return new Scale(explained);
    }

    /** The same and a label that is reported as null. */
    public Scale orNotApplicable(String text) {
        List<Label> more = new ArrayList<>(labels);
        more.add(new Label(text, "", null));
        return new Scale(more);
    }

    /** The label of this text, whatever its case. */
    public Optional<Label> find(String text) {
        return labels.stream().filter(label -> label.text().equalsIgnoreCase(text)).findFirst();
    }
}
