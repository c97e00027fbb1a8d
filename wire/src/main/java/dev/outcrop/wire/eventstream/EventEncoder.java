package dev.outcrop.wire.eventstream;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import dev.outcrop.wire.error.ErrorWriter;
import dev.outcrop.wire.error.ServiceException;

/**
 * Encodes the events of a response stream. Thread-safe when its source of randomness is.
 *
 * <p>The service hides token lengths from whoever watches the wire: every event carries a member {@code p} of random
 * length. Headers are encoded once per kind of event.
 */
public final class EventEncoder {
    private static final byte[] PADDING = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
            .getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BEFORE_BYTES = "{\"bytes\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BEFORE_PADDING = "\",\"p\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\"}".getBytes(StandardCharsets.US_ASCII);

    private final Supplier<? extends RandomGenerator> random;
    private final boolean padded;
    private final byte[] chunkHeaders = FrameWriter.headers(headers(":event-type", "chunk", "event"));
    private final Map<String, byte[]> exceptionHeaders = new ConcurrentHashMap<>();

    /**
     * @param random source of padding lengths
     * @param padded whether events are padded at all
     */
    public EventEncoder(Supplier<? extends RandomGenerator> random, boolean padded) {
        this.random = random;
        this.padded = padded;
    }

    /** A {@code chunk} event around a model's own JSON. */
    public byte[] chunk(byte[] json) {
        int padding = padded ? random.get().nextInt(1, PADDING.length + 1) : 0;
        int encoded = (json.length + 2) / 3 * 4;
        int payload = BEFORE_BYTES.length + encoded + (padded ? BEFORE_PADDING.length + padding : 0) + END.length;
        byte[] frame = new byte[Frame.OVERHEAD + chunkHeaders.length + payload];
        int at = put(chunkHeaders, chunkHeaders.length, frame, 12);
        at = put(BEFORE_BYTES, BEFORE_BYTES.length, frame, at);
        byte[] base64 = Base64.getEncoder().encode(json);
        at = put(base64, encoded, frame, at);
        if (padded) {
            at = put(BEFORE_PADDING, BEFORE_PADDING.length, frame, at);
            at = put(PADDING, padding, frame, at);
        }
        put(END, END.length, frame, at);
        return FrameWriter.seal(frame, chunkHeaders.length);
    }

    private static int put(byte[] source, int length, byte[] target, int at) {
        System.arraycopy(source, 0, target, at, length);
        return at + length;
    }

    /** An exception inside the stream; it ends the stream. */
    public byte[] exception(ServiceException error) {
        byte[] headers = exceptionHeaders.computeIfAbsent(
                error.code(), code -> FrameWriter.headers(headers(":exception-type", memberName(code), "exception")));
        byte[] payload = ErrorWriter.body(error);
        return FrameWriter.write(headers, payload, 0, payload.length);
    }

    /** A failure that the stream's union has no member for; it ends the stream. */
    public byte[] error(String code, String message) {
        Map<String, HeaderValue> headers = new LinkedHashMap<>();
        headers.put(":error-code", new HeaderValue.Text(code));
        headers.put(":error-message", new HeaderValue.Text(message));
        headers.put(":message-type", new HeaderValue.Text("error"));
        return FrameWriter.write(new Frame(headers, new byte[0]));
    }

    /** Union members are named like their shapes, but begin in lower case. */
    private static String memberName(String code) {
        return Character.toLowerCase(code.charAt(0)) + code.substring(1);
    }

    private static Map<String, HeaderValue> headers(String typeHeader, String type, String messageType) {
        Map<String, HeaderValue> headers = new LinkedHashMap<>();
        headers.put(typeHeader, new HeaderValue.Text(type));
        headers.put(":content-type", new HeaderValue.Text("application/json"));
        headers.put(":message-type", new HeaderValue.Text(messageType));
        return headers;
    }
}
