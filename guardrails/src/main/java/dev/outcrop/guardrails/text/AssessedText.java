package dev.outcrop.guardrails.text;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

import dev.outcrop.inference.EncodedWindow;
import dev.outcrop.inference.TokenEncoder;

/**
 * One block under assessment, with everything that policies share: computed on first use, once. Thread-safe, so that
 * policies may run at the same time.
 */
public final class AssessedText {
    private final int index;
    private final ContentBlock block;
    private final TokenEncoder encoder;
    private final ConcurrentHashMap<String, List<EncodedWindow>> encoded = new ConcurrentHashMap<>();

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

    /** The encoded windows of a text that was derived from this block; each text is encoded once. */
    public List<EncodedWindow> encoded(String view) {
        return encoded.computeIfAbsent(view, encoder::encode);
    }
}
