package dev.outcrop.wire.eventstream;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.zip.CRC32;

/** Encodes frames. */
public final class FrameWriter {

    private FrameWriter() {}

    /** One frame. */
    public static byte[] write(Frame frame) {
        return write(headers(frame.headers()), frame.payload(), 0, frame.payload().length);
    }

    /** One frame from headers that have been encoded before. */
    static byte[] write(byte[] headers, byte[] payload, int offset, int length) {
        byte[] frame = new byte[Frame.OVERHEAD + headers.length + length];
        System.arraycopy(headers, 0, frame, 12, headers.length);
        System.arraycopy(payload, offset, frame, 12 + headers.length, length);
        return seal(frame, headers.length);
    }

    /**
     * Fills in the prelude and both checksums around headers and payload that stand in place.
     *
     * <p>The message checksum covers the prelude too, so one running CRC gives both.
     */
    static byte[] seal(byte[] frame, int headersLength) {
        ByteBuffer buffer = ByteBuffer.wrap(frame);
        buffer.putInt(0, frame.length);
        buffer.putInt(4, headersLength);
        CRC32 crc = new CRC32();
        crc.update(frame, 0, 8);
        buffer.putInt(8, (int) crc.getValue());
        crc.update(frame, 8, frame.length - 12);
        buffer.putInt(frame.length - 4, (int) crc.getValue());
        return frame;
    }

    /** @throws IllegalArgumentException when a name or value is too long for the format */
    static byte[] headers(Map<String, HeaderValue> headers) {
        ByteBuffer out = ByteBuffer.allocate(Frame.MAX_HEADERS);
        headers.forEach((name, value) -> {
            byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
            if (nameBytes.length == 0 || nameBytes.length > 255) {
                throw new IllegalArgumentException("A header name has 1 to 255 bytes: " + name);
            }
            out.put((byte) nameBytes.length).put(nameBytes);
            put(out, value);
        });
        byte[] encoded = new byte[out.position()];
        out.flip().get(encoded);
        return encoded;
    }

    private static void put(ByteBuffer out, HeaderValue value) {
        switch (value) {
            case HeaderValue.Bool(boolean b) -> out.put((byte) (b ? 0 : 1));
            case HeaderValue.Int8(byte b) -> out.put((byte) 2).put(b);
            case HeaderValue.Int16(short s) -> out.put((byte) 3).putShort(s);
            case HeaderValue.Int32(int i) -> out.put((byte) 4).putInt(i);
            case HeaderValue.Int64(long l) -> out.put((byte) 5).putLong(l);
            case HeaderValue.Bytes(byte[] bytes) -> putBytes(out.put((byte) 6), bytes);
            case HeaderValue.Text(String text) -> putBytes(out.put((byte) 7), text.getBytes(StandardCharsets.UTF_8));
            case HeaderValue.Timestamp(Instant time) -> out.put((byte) 8).putLong(time.toEpochMilli());
            case HeaderValue.Uuid(UUID id) ->
                out.put((byte) 9).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
        }
    }

    private static void putBytes(ByteBuffer out, byte[] bytes) {
        if (bytes.length > Short.MAX_VALUE) {
            throw new IllegalArgumentException("A header value has at most 32,767 bytes.");
        }
        out.putShort((short) bytes.length).put(bytes);
    }
}
