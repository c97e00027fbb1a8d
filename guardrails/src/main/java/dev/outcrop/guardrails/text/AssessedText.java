package dev.outcrop.guardrails.text;

import java.util.List;
import java.util.function.Consumer;

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
    private final EncodedTexts encoded;
    private final @Nullable Excerpt excerpt;
    private final Object reading = new Object();
    private volatile @Nullable List<TextView> views;

    /** A block that is assessed on its own; {@code index} as in the content. */
    public AssessedText(int index, ContentBlock block, TokenEncoder encoder) {
        this(index, block, new EncodedTexts(encoder), null);
    }

    /**
     * @param index of the block in the content
     * @param encoded shared by all blocks of the content
     * @param excerpt which part of a longer text the block is, or null when it stands for itself
     */
    public AssessedText(int index, ContentBlock block, EncodedTexts encoded, @Nullable Excerpt excerpt) {
        this.index = index;
        this.block = block;
        this.encoded = encoded;
        this.excerpt = excerpt;
    }

    /**
     * Where a block stands in a longer text that is assessed in parts.
     *
     * @param checked up to where its sentences were checked in an earlier part, in chars of the block
     * @param last whether the longer text ends with the block
     * @param longest chars from which a sentence that has not ended yet is checked in pieces
     */
    public record Excerpt(int checked, boolean last, int longest) {}

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

    /**
     * The sentences of {@link #folded()} that a policy checks one by one: all, or in an excerpt those that were not
     * checked before and are complete, as a sentence that is cut in its middle says something else.
     */
    public List<TextView.Range> sentences() {
        List<TextView.Range> sentences = Sentences.of(folded().text());
        Excerpt part = excerpt;
        if (part == null) {
            return sentences;
        }
        int whole = sentences.size();
        if (!part.last() && whole > 0) {
            // Even one that ends with a full stop: the next character may be a digit.
            TextView.Range open = sentences.getLast();
            whole -= open.end() - open.start() < part.longest() ? 1 : 0;
        }
        return sentences.subList(0, whole)
                .stream()
                .filter(sentence -> span(folded(), sentence.start(), sentence.end()).end() > part.checked())
                .toList();
    }

    /** The part of the block that a part of one of its views was read from. */
    public Span span(TextView view, int from, int to) {
        TextView.Range range = view.original(from, to);
        return new Span(index, range.start(), range.end());
    }

    /**
     * Hands on the encoded windows of a text that was derived from this block, in order.
     *
     * @throws InferenceException when the encoder fails, or sees nothing in a text that a person can read
     */
    public void encode(String view, Consumer<EncodedWindow> sink) {
        encoded.encode(view, sink);
    }
}
