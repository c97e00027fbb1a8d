package dev.outcrop.wire.eventstream;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

import org.jspecify.annotations.Nullable;

/**
 * One frame.
 *
 * @param headers by name, in wire order
 * @param payload not copied
 */
public record Frame(SequencedMap<String, HeaderValue> headers, byte[] payload) {

    /** Most bytes of a payload: 24 MiB. */
    public static final int MAX_PAYLOAD = 24 * 1024 * 1024;
    /** Most bytes of all encoded headers: 128 KiB. */
    public static final int MAX_HEADERS = 128 * 1024;
    /** Bytes of a frame beside its headers and payload: two lengths and two checksums. */
    public static final int OVERHEAD = 16;

    /** A frame with these headers, in the order given. */
    @SafeVarargs
    public static Frame of(byte[] payload, Map.Entry<String, HeaderValue>... headers) {
        SequencedMap<String, HeaderValue> ordered = new LinkedHashMap<>();
        for (Map.Entry<String, HeaderValue> header : headers) {
            ordered.put(header.getKey(), header.getValue());
        }
        return new Frame(ordered, payload);
    }

    /** A string header, or null when it is absent or of another type. */
    public @Nullable String text(String name) {
        return headers.get(name) instanceof HeaderValue.Text(String value) ? value : null;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Frame frame
                && headers.equals(frame.headers)
                && Arrays.equals(payload, frame.payload);
    }

    @Override
    public int hashCode() {
        return 31 * headers.hashCode() + Arrays.hashCode(payload);
    }

    @Override
    public String toString() {
        return "Frame[" + headers + ", " + payload.length + " bytes]";
    }
}
