package dev.outcrop.wire.eventstream;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import dev.outcrop.wire.error.ErrorWriter;
import dev.outcrop.wire.error.ServiceException;
import dev.outcrop.wire.eventstream.HeaderValue.Text;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Writes the frames a service sends: events, exceptions and errors. Thread-safe when its random source is.
 *
 * <p>The headers of each kind of event are encoded once; an event costs one array, the frame.
 *
 * <p>Every event carries the member {@code p}, a text of 1 to 62 characters whose length is random, so that the size of
 * a packet does not tell the length of a token. It is in no API model; it was observed in the service's traffic.
 */
public final class EventEncoder {
    private static final byte[] PADDING = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
            .getBytes(UTF_8);
    private static final byte[] BYTES_OPEN = "{\"bytes\":\"".getBytes(UTF_8);
    private static final byte[] BYTES_CLOSE = "\"}".getBytes(UTF_8);
    private static final byte[] P_OPEN = "\",\"p\":\"".getBytes(UTF_8);
    private static final byte[] P_MEMBER = "\"p\":\"".getBytes(UTF_8);
    private static final byte[] CHUNK_HEADERS = headers(":event-type", "chunk", "event");

    private final Supplier<? extends RandomGenerator> random;
    private final boolean padding;
    private final Map<String, byte[]> eventHeaders = new ConcurrentHashMap<>();

    /**
     * @param random asked for each event, so that it may be bound to the thread
     * @param padding whether events carry {@code p}
     */
    public EventEncoder(Supplier<? extends RandomGenerator> random, boolean padding) {
        this.random = random;
        this.padding = padding;
    }

    /** A {@code chunk} event whose member {@code bytes} holds these, in base64. */
    public byte[] chunk(byte[] bytes) {
        int encoded = Base64Writer.length(bytes.length);
        int pad = paddingLength();
        int payload = BYTES_OPEN.length + encoded + (pad == 0 ? 0 : P_OPEN.length + pad) + BYTES_CLOSE.length;
        byte[] frame = new byte[Frame.OVERHEAD + CHUNK_HEADERS.length + payload];
        int at = put(frame, 12 + CHUNK_HEADERS.length, BYTES_OPEN, BYTES_OPEN.length);
        Base64Writer.write(bytes, frame, at);
        at += encoded;
        if (pad > 0) {
            at = put(frame, at, P_OPEN, P_OPEN.length);
            at = put(frame, at, PADDING, pad);
        }
        put(frame, at, BYTES_CLOSE, BYTES_CLOSE.length);
        FrameWriter.seal(frame, CHUNK_HEADERS);
        return frame;
    }

    /**
     * An event with a JSON payload.
     *
     * @param type the member of the event stream's union; one of a fixed set
     * @param json a JSON object whose members are sorted by name; {@code p} goes to its place among them
     */
    public byte[] event(String type, byte[] json) {
        byte[] headers = eventHeaders.computeIfAbsent(type, name -> headers(":event-type", name, "event"));
        int pad = paddingLength();
        if (pad == 0) {
            return frame(headers, json);
        }
        JsonMembers place = JsonMembers.placeOf("p", json);
        int member = P_MEMBER.length + pad + 1 + (place.alone() ? 0 : 1);
        byte[] frame = new byte[Frame.OVERHEAD + headers.length + json.length + member];
        int start = 12 + headers.length;
        int at = put(frame, start, json, place.offset());
        if (place.last()) {
            frame[at++] = ',';
        }
        at = put(frame, at, P_MEMBER, P_MEMBER.length);
        at = put(frame, at, PADDING, pad);
        frame[at++] = '"';
        if (!place.last() && !place.alone()) {
            frame[at++] = ',';
        }
        System.arraycopy(json, place.offset(), frame, at, json.length - place.offset());
        FrameWriter.seal(frame, headers);
        return frame;
    }

    /** A modelled error that ends the stream. Its type is the error's code in lower camel case. */
    public byte[] exception(ServiceException failure) {
        String code = failure.code();
        String type = Character.toLowerCase(code.charAt(0)) + code.substring(1);
        return frame(headers(":exception-type", type, "exception"), ErrorWriter.body(failure));
    }

    /**
     * An error that the event stream's union has no member for. It ends the stream.
     *
     * @param message cut to what a header can hold: a stream that fails must not fail to say so
     */
    public byte[] error(String code, String message) {
        return FrameWriter.write(Frame.of(
                new byte[0],
                Map.entry(":message-type", new Text("error")),
                Map.entry(":error-code", new Text(code)),
                Map.entry(":error-message", new Text(shortened(message)))));
    }

    /** The longest beginning, in whole characters, that fits in a header's value. */
    private static String shortened(String text) {
        ByteBuffer value = ByteBuffer.allocate(FrameWriter.MAX_VALUE);
        CharBuffer characters = CharBuffer.wrap(text);
        UTF_8.newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .encode(characters, value, true);
        return text.substring(0, characters.position());
    }

    private static byte[] frame(byte[] headers, byte[] payload) {
        byte[] frame = new byte[Frame.OVERHEAD + headers.length + payload.length];
        System.arraycopy(payload, 0, frame, 12 + headers.length, payload.length);
        FrameWriter.seal(frame, headers);
        return frame;
    }

    private static byte[] headers(String typeHeader, String type, String messageType) {
        return FrameWriter.headers(Frame.of(
                new byte[0],
                Map.entry(typeHeader, new Text(type)),
                Map.entry(":content-type", new Text("application/json")),
                Map.entry(":message-type", new Text(messageType)))
                .headers());
    }

    private int paddingLength() {
        return padding ? 1 + random.get().nextInt(PADDING.length) : 0;
    }

    private static int put(byte[] target, int at, byte[] source, int length) {
        System.arraycopy(source, 0, target, at, length);
        return at + length;
    }
}
