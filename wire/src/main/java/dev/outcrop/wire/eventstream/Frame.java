package dev.outcrop.wire.eventstream;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * One message of an event stream.
 *
 * @param headers in wire order
 */
@SuppressWarnings("ArrayRecordComponent") // decoded once; tests compare the arrays themselves
public record Frame(Map<String, HeaderValue> headers, byte[] payload) {

    /** Largest payload, bytes. */
    public static final int MAX_PAYLOAD = 25_165_824;

    /** Largest encoded headers, bytes. */
    public static final int MAX_HEADERS = 131_072;

    /** Bytes of a frame that are neither headers nor payload. */
    static final int OVERHEAD = 16;

    public Frame {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /** The value of a string header, or null. */
    public @Nullable String text(String name) {
        return headers.get(name) instanceof HeaderValue.Text text ? text.value() : null;
    }
}
