package dev.outcrop.guardrails.text;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

import dev.outcrop.guardrails.assessment.Span;
import dev.outcrop.inference.EncodedWindow;
import dev.outcrop.inference.InferenceException;
import dev.outcrop.inference.TokenEncoder;
import org.jspecify.annotations.Nullable;

/**
 * One block under assessment, with everything that policies share: computed on first use, once. Thread-safe, so that
 * policies may run at the same time.
 */
public final class AssessedText {
    private final int index;
    private final ContentBlock block;
    private final TokenEncoder encoder;
    private final ConcurrentHashMap<String, List<EncodedWindow>> encoded = new ConcurrentHashMap<>();
    private final Object reading = new Object();
    private volatile @Nullable List<TextView> views;

    /** @param index of the block in the content */
    public AssessedText(int index, ContentBlock block, TokenEncoder encoder) {
        this.index = index;
        this.block = block;
        this.encoder = encoder;
    }

    /** Index of the block in the content. */
    public int index() {
        return index;
    }

    /** The block as submitted. */
    public ContentBlock block() {
        return block;
    }

    /** The original text. */
    public String text() {
        return block.text();
    }

    /** Length of the original text in code points. */
    public int codePoints() {
        return block.text().codePointCount(0, block.text().length());
    }

    /** What the text looks like: the view that every policy looks at. */
    public TextView folded() {
        return views().getFirst();
    }

    /** {@link #folded()} first, then other readings of the text, only where they read something else. */
    public List<TextView> views() {
        List<TextView> read = views;
        if (read == null) {
            synchronized (reading) {
                read = views;
                if (read == null) {
                    read = Normalizer.views(text());
                    views = read;
                }
            }
        }
        return read;
    }

    /** The part of the block that a part of one of its views was read from. */
    public Span span(TextView view, int from, int to) {
        TextView.Range range = view.original(from, to);
        return new Span(index, range.start(), range.end());
    }

    /**
     * The encoded windows of a text that was derived from this block; each text is encoded once.
     *
     * @throws InferenceException when the encoder fails, or sees nothing in a text that a person can read
     */
    public List<EncodedWindow> encoded(String view) {
        return encoded.computeIfAbsent(view, this::encode);
    }

    private List<EncodedWindow> encode(String view) {
        List<EncodedWindow> windows = encoder.encode(view);
        if (windows.isEmpty() && isLegible(view)) {
            throw new InferenceException("The encoder found no token in a text that is not blank.");
        }
        return windows;
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
