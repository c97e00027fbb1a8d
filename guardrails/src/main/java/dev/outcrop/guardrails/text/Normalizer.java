package dev.outcrop.guardrails.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads a text as a person, or a model, would read it through what hides it from a literal comparison.
 *
 * <p>Pure: one text in, its views out. All views together are bounded by a small multiple of the text, and take linear
 * time. Lone surrogates and every other ill-formed sequence are read, never refused.
 */
public final class Normalizer {

    private Normalizer() {}

    /** The main view: what the text looks like. Of plain ASCII, the text itself at no cost. */
    public static TextView folded(String text) {
        return Folding.fold(text);
    }

    /** The main view first, then further views only where they read something else. */
    public static List<TextView> views(String text) {
        List<TextView> views = new ArrayList<>();
        views.add(folded(text));
        return List.copyOf(views);
    }
}
