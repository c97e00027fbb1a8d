package dev.outcrop.guardrails.text;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.outcrop.guardrails.policy.TooMuchContentException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a text as a person, or a model, would read it through what hides it from a literal comparison.
 *
 * <p>First what it looks like ({@link TextView.Kind#FOLDED}); then its letters undressed, each reading on top of those
 * before: marks and whole-word lookalikes, letters apart, leetspeak, repetition; then what it decodes to, and within that the
 * same once more, so that two encodings at most lie on top of each other. A reading that changes nothing is no view.
 *
 * <p>Bounded, and never by leaving out what is left to read. No reading uses up the room of another: against the main view,
 * undressing has room for {@value #UNDRESSINGS} times its chars, each of the five decodings with its own undressings for
 * {@value #DECODING_TIMES} times (at least {@value #DECODING_AT_LEAST} chars), and all decodings within decodings together
 * for {@value #NESTED_TIMES} times (at least {@value #NESTED_AT_LEAST} chars): in all no more than 51 times the main view and
 * 36,864 chars, which only a text made for it comes near. What has more readings is refused. Each is made in linear time. Pure; ill-formed UTF-16 is
 * read, never refused.
 */
public final class Normalizer {
    private static final int UNDRESSINGS = 5;
    /** Decoded once, and that undressed in each way: enough unless what was decoded expands when folded. */
    private static final int DECODING_TIMES = 1 + UNDRESSINGS;
    private static final int DECODING_AT_LEAST = 4_096;
    /** Enough for three kinds of encoding in one long text that has dress of four kinds as well. */
    private static final int NESTED_TIMES = 16;
    private static final int NESTED_AT_LEAST = 16_384;

    private static final List<Reading> DECODINGS = List.of(
            DecodedViews::base64, DecodedViews::hex, DecodedViews::percent, TurnedViews::rot13, TurnedViews::reversed);

    private final String original;
    private final List<TextView> views = new ArrayList<>();
    private final Set<String> decodedTexts = new HashSet<>();

    private Normalizer(String original) {
        this.original = original;
    }

    /** The main view: what the text looks like. Of plain ASCII, the text itself at no cost. */
    public static TextView folded(String text) {
        return Folding.fold(text);
    }

    /**
     * The main view first, then further views only where they read something else.
     *
     * @throws TooMuchContentException when the text has more readings than there is room for, as only a text made for it has
     */
    public static List<TextView> views(String text) {
        return new Normalizer(text).read();
    }

    private List<TextView> read() {
        TextView folded = Folding.fold(original);
        views.add(folded);
        long length = folded.text().length();
        undress(folded, new Room(UNDRESSINGS * length));
        Room nested = new Room(Math.max(NESTED_AT_LEAST, NESTED_TIMES * length));
        for (Reading outer : DECODINGS) {
            TextView decoded = decode(folded, outer);
            if (decoded != null) {
                decodedTexts.add(decoded.text());
                addDressed(decoded, new Room(Math.max(DECODING_AT_LEAST, DECODING_TIMES * length)));
                for (Reading inner : DECODINGS) {
                    TextView twice = decode(decoded, inner);
                    // Encodings beside each other decode to the same in either order.
                    if (twice != null && decodedTexts.add(twice.text())) {
                        addDressed(twice, nested);
                    }
                }
            }
        }
        return List.copyOf(views);
    }

    private static @Nullable TextView decode(TextView view, Reading decoding) {
        TextView decoded = decoding.of(view);
        return decoded == null ? null : Folding.fold(decoded.text()).over(decoded);
    }

    private void addDressed(TextView decoded, Room room) {
        add(decoded, room);
        undress(decoded, room);
    }

    private void undress(TextView view, Room room) {
        TextView plain = then(view, source -> LetterViews.plain(source, original), room);
        then(plain, source -> LetterViews.joined(source, true), room);
        TextView joined = then(plain, source -> LetterViews.joined(source, false), room);
        TextView read = then(joined, Leetspeak::read, room);
        then(read, LetterViews::squeezed, room);
    }

    /** The view read once more; the view itself when that changes nothing. */
    private TextView then(TextView view, Reading reading, Room room) {
        TextView read = reading.of(view);
        if (read == null) {
            return view;
        }
        add(read, room);
        return read;
    }

    private void add(TextView view, Room room) {
        room.take(view.text().length());
        views.add(view);
    }

    /** One way to read a view; null when that changes nothing. */
    private interface Reading {
        @Nullable
        TextView of(TextView source);
    }

    /** How many chars further views may have. */
    private static final class Room {
        private long left;

        Room(long chars) {
            left = chars;
        }

        void take(int chars) {
            left -= chars;
            if (left < 0) {
                // To leave the rest unread would let pass whatever is hidden behind enough disguise.
                throw new TooMuchContentException(
                        "The text has more readings than a guardrail can assess. Send less text at a time.");
            }
        }
    }
}
