package dev.outcrop.guardrails.text;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Reads a text as a person, or a model, would read it through what hides it from a literal comparison.
 *
 * <p>First what it looks like ({@link TextView.Kind#FOLDED}); then its letters undressed, each reading on top of those
 * before: marks and whole-word lookalikes, letters apart, leetspeak, repetition; then what it decodes to, and within that the
 * same once more, so that at most {@value #DEPTH} encodings lie on top of each other. A reading that changes nothing is no
 * view.
 *
 * <p>Bounded: alternative views stop once they have {@value #MOST_TIMES} times as many chars as the text (and
 * {@value #AT_LEAST} at least); each is made in linear time. Pure; ill-formed UTF-16 is read, never refused.
 */
public final class Normalizer {
    private static final int MOST_TIMES = 4;
    private static final int AT_LEAST = 4_096;
    private static final int DEPTH = 2;

    private final String original;
    private final List<TextView> views = new ArrayList<>();
    private long budget;

    private Normalizer(String original) {
        this.original = original;
        budget = Math.max(AT_LEAST, (long) MOST_TIMES * original.length());
    }

    /** The main view: what the text looks like. Of plain ASCII, the text itself at no cost. */
    public static TextView folded(String text) {
        return Folding.fold(text);
    }

    /** The main view first, then further views only where they read something else. */
    public static List<TextView> views(String text) {
        return new Normalizer(text).read();
    }

    private List<TextView> read() {
        TextView folded = Folding.fold(original);
        views.add(folded);
        undress(folded);
        decode(folded, DEPTH);
        return List.copyOf(views);
    }

    private void undress(TextView view) {
        TextView plain = then(view, source -> LetterViews.plain(source, original));
        then(plain, source -> LetterViews.joined(source, true));
        TextView joined = then(plain, source -> LetterViews.joined(source, false));
        TextView read = then(joined, Leetspeak::read);
        then(read, LetterViews::squeezed);
    }

    private void decode(TextView view, int depth) {
        if (depth > 0) {
            decode(view, DecodedViews::base64, depth);
            decode(view, DecodedViews::hex, depth);
            decode(view, DecodedViews::percent, depth);
            decode(view, TurnedViews::rot13, depth);
            decode(view, TurnedViews::reversed, depth);
        }
    }

    private void decode(TextView view, Function<TextView, @Nullable TextView> reading, int depth) {
        TextView decoded = budget > 0 ? reading.apply(view) : null;
        if (decoded != null) {
            TextView folded = Folding.fold(decoded.text()).over(decoded);
            add(folded);
            undress(folded);
            decode(folded, depth - 1);
        }
    }

    /** The view read once more; the view itself when that changes nothing or nothing more may be read. */
    private TextView then(TextView view, Function<TextView, @Nullable TextView> reading) {
        TextView read = budget > 0 ? reading.apply(view) : null;
        if (read == null) {
            return view;
        }
        add(read);
        return read;
    }

    private void add(TextView view) {
        views.add(view);
        budget -= view.text().length();
    }
}
