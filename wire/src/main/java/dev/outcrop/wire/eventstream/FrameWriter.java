package dev.outcrop.wire.eventstream;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;

/** Writes frames. */
public final class FrameWriter {
    private static final int MAX_NAME = 255;
    /** Most bytes of a string or byte array in a header. */
    static final int MAX_VALUE = 32_767;

    private FrameWriter() {}

    /**
     * The bytes of a frame.
     *
     * @throws IllegalArgumentException when a name, a value, the headers or the payload is longer than the format allows
     */
    public static byte[] write(Frame frame) {
        byte[] headers = headers(frame.headers());
        byte[] encoded = new byte[Frame.OVERHEAD + headers.length + frame.payload().length];
        System.arraycopy(frame.payload(), 0, encoded, 12 + headers.length, frame.payload().length);
        seal(encoded, headers);
        return encoded;
    }

    /**
     * The bytes of headers alone, as they stand in a frame. Event signatures are computed over the encoded {@code :date}.
     *
     * @throws IllegalArgumentException when a name, a value or all of them are longer than the format allows
     */
    public static byte[] headers(Map<String, HeaderValue> headers) {
        int length = 0;
        for (Map.Entry<String, HeaderValue> header : headers.entrySet()) {
            length += 2 + header.getKey().length() * 3 + bound(header.getValue());
        }
        ByteBuffer out = ByteBuffer.allocate(length);
        headers.forEach((name, value) -> put(out, name, value));
        if (out.position() > Frame.MAX_HEADERS) {
            throw new IllegalArgumentException("The headers of a frame are " + out.position() + " bytes");
        }
        byte[] encoded = new byte[out.position()];
        out.flip().get(encoded);
        return encoded;
    }

    /**
     * Completes a frame whose payload is in place: writes lengths, headers and both checksums, reading every byte once.
     */
    static void seal(byte[] frame, byte[] headers) {
        int payload = frame.length - Frame.OVERHEAD - headers.length;
        if (payload > Frame.MAX_PAYLOAD) {
            throw new IllegalArgumentException("The payload of a frame is " + payload + " bytes");
        }
        putInt(frame, 0, frame.length);
        putInt(frame, 4, headers.length);
        System.arraycopy(headers, 0, frame, 12, headers.length);
        // The message checksum continues where the prelude's stood.
        CRC32 checksum = new CRC32();
        checksum.update(frame, 0, 8);
        putInt(frame, 8, (int) checksum.getValue());
        checksum.update(frame, 8, frame.length - 12);
        putInt(frame, frame.length - 4, (int) checksum.getValue());
    }

    /** No value takes more bytes than this after its type. */
    private static int bound(HeaderValue value) {
        return switch (value) {
            case HeaderValue.Text(String text) -> 2 + text.length() * 3;
            case HeaderValue.Bytes(byte[] bytes) -> 2 + bytes.length;
            case HeaderValue.Bool bool -> 0;
            case HeaderValue.Int8 number -> Byte.BYTES;
            case HeaderValue.Int16 number -> Short.BYTES;
            case HeaderValue.Int32 number -> Integer.BYTES;
            case HeaderValue.Int64 number -> Long.BYTES;
            case HeaderValue.Timestamp timestamp -> Long.BYTES;
            case HeaderValue.Uuid uuid -> 2 * Long.BYTES;
        };
    }

    private static void put(ByteBuffer out, String name, HeaderValue value) {
        byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
        if (nameBytes.length == 0 || nameBytes.length > MAX_NAME) {
            throw new IllegalArgumentException("The name of a header is " + nameBytes.length + " bytes");
        }
        out.put((byte) nameBytes.length).put(nameBytes);
        switch (value) {
            case HeaderValue.Bool(boolean bool) -> out.put((byte) (bool ? 0 : 1));
            case HeaderValue.Int8(byte number) -> out.put((byte) 2).put(number);
            case HeaderValue.Int16(short number) -> out.put((byte) 3).putShort(number);
            case HeaderValue.Int32(int number) -> out.put((byte) 4).putInt(number);
            case HeaderValue.Int64(long number) -> out.put((byte) 5).putLong(number);
            case HeaderValue.Bytes(byte[] bytes) -> putBlock(out.put((byte) 6), bytes);
            case HeaderValue.Text(String text) -> putBlock(out.put((byte) 7), text.getBytes(StandardCharsets.UTF_8));
            case HeaderValue.Timestamp timestamp ->
                out.put((byte) 8).putLong(timestamp.value().toEpochMilli());
            case HeaderValue.Uuid uuid ->
                out.put((byte) 9)
                        .putLong(uuid.value().getMostSignificantBits())
                        .putLong(uuid.value().getLeastSignificantBits());
        }
    }

    private static void putBlock(ByteBuffer out, byte[] bytes) {
        if (bytes.length > MAX_VALUE) {
            throw new IllegalArgumentException("The value of a header is " + bytes.length + " bytes");
        }
        out.putShort((short) bytes.length).put(bytes);
    }

    private static void putInt(byte[] bytes, int at, int value) {
        bytes[at] = (byte) (value >>> 24);
        bytes[at + 1] = (byte) (value >>> 16);
        bytes[at + 2] = (byte) (value >>> 8);
        bytes[at + 3] = (byte) value;
    }
}
