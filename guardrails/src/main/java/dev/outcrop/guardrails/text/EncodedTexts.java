package dev.outcrop.guardrails.text;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import dev.outcrop.inference.EncodedWindow;
import dev.outcrop.inference.InferenceException;
import dev.outcrop.inference.TokenEncoder;

/**
 * The texts of one assessment as its encoder sees them. Texts of usual length are encoded once for all policies; what goes
 * beyond {@value #MOST_KEPT} numbers in the whole assessment (24 MB, some 60,000 characters) is not kept, but encoded anew for
 * each policy that asks, window by window: memory is bounded and time stays linear. Thread-safe.
 */
public final class EncodedTexts {
    static final long MOST_KEPT = 6_000_000;

    private final TokenEncoder encoder;
    private final ConcurrentHashMap<String, List<EncodedWindow>> kept = new ConcurrentHashMap<>();
    private final AtomicLong room = new AtomicLong(MOST_KEPT);

    /** @param encoder what encodes them */
    public EncodedTexts(TokenEncoder encoder) {
        this.encoder = encoder;
    }

    /**
     * Hands on the windows of a text, in order.
     *
     * @throws InferenceException when the encoder fails, or sees nothing in a text that a person can read
     */
    void encode(String text, Consumer<EncodedWindow> sink) {
        List<EncodedWindow> known = kept.get(text);
        if (known != null) {
            known.forEach(sink);
            return;
        }
        Gathering gathering = new Gathering(sink);
        try {
            encoder.encode(text, gathering);
            if (!gathering.any && isLegible(text)) {
                throw new InferenceException("The encoder found no token in a text that is not blank.");
            }
            if (!gathering.full && kept.putIfAbsent(text, List.copyOf(gathering.windows)) == null) {
                gathering.taken = 0;
            }
        } finally {
            room.addAndGet(gathering.taken);
        }
    }

    /** Keeps windows as long as there is room, which it takes. */
    private final class Gathering implements Consumer<EncodedWindow> {
        private final Consumer<EncodedWindow> sink;
        private final List<EncodedWindow> windows = new ArrayList<>();
        private long taken;
        private boolean any;
        private boolean full;

        Gathering(Consumer<EncodedWindow> sink) {
            this.sink = sink;
        }

        @Override
        public void accept(EncodedWindow window) {
            any = true;
            if (!full) {
                long size = window.vectors().length;
                taken += size;
                windows.add(window);
                if (room.addAndGet(-size) < 0) {
                    full = true;
                    windows.clear();
                    room.addAndGet(taken);
                    taken = 0;
                }
            }
            sink.accept(window);
        }
    }

    /**
     * Whether there is anything that means something: a letter, number, punctuation mark or symbol, other than the mark
     * that stands for what could not be decoded.
     */
    private static boolean isLegible(String text) {
        return text.codePoints().anyMatch(codePoint -> codePoint != 0xfffd && switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
                    Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
                    Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK ->
                false;
            default -> true;
        });
    }
}
