package dev.outcrop.engines.gguf.text;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The text of one generation as its tokens come. Not thread-safe.
 *
 * <p>A token may end inside a character and a stop sequence may span tokens, so text is held back while it is part of an
 * unfinished character or may become a stop sequence; nothing else is. What is shown is never taken back.
 */
public final class TextStream {
    private final Utf8Decoder characters = new Utf8Decoder();
    private final StopSequences stops;

    /**
     * A stream without text.
     *
     * @param stopSequences texts that end the generation; empty ones are ignored
     * @throws dev.outcrop.inference.UnsupportedRequestException when they are too long together
     */
    public TextStream(List<String> stopSequences) {
        this.stops = new StopSequences(stopSequences);
    }

    /**
     * Adds the bytes of one token.
     *
     * @return the text that can be shown now; after a stop sequence, always nothing
     */
    public String push(byte[] tokenBytes) {
        return stops.push(characters.push(tokenBytes));
    }

    /** The stop sequence that was met, or null. */
    public @Nullable String matchedStop() {
        return stops.matched();
    }

    /** The generation is over: what was held back is text after all. An unfinished character becomes U+FFFD. */
    public String flush() {
        return stops.push(characters.flush()) + stops.flush();
    }
}
