package dev.outcrop.inference;

import java.util.List;
import java.util.function.Consumer;

/** A model that turns a text into one vector per token. Thread-safe. */
public interface TokenEncoder extends AutoCloseable {

    /** What the model calls itself, for traces and the logs. */
    String name();

    /** Numbers per vector. */
    int dimensions();

    /** The most tokens of one pass, the model's own special ones included. */
    int contextLength();

    /**
     * Encodes a text of any length: as many windows as it takes, each within {@link #contextLength()}, in order, with
     * no token left out. A text without a token gives no window.
     *
     * @throws InferenceException when the model is closed or fails
     */
    List<EncodedWindow> encode(String text);

    /**
     * Like {@link #encode(String)}, each window handed on as soon as it is done, so that a text of any length needs the
     * memory of one window (a megabyte of text has more than a thousand, of some 400 KB each).
     */
    default void encode(String text, Consumer<EncodedWindow> sink) {
        encode(text).forEach(sink);
    }

    /** Frees the model once running calls have ended. */
    @Override
    void close();
}
