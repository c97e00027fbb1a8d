package dev.outcrop.wire.eventstream;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.zip.CRC32;

import org.jspecify.annotations.Nullable;

/**
 * Decodes an event stream that arrives in slices of any size. Not thread-safe.
 *
 * <p>A frame's length is checked, and its prelude's checksum, before memory is taken for it, so a hostile length costs
 * nothing. After a {@link FrameException} the decoder is of no more use: the stream has lost its place.
 */
public final class FrameDecoder {
    private static final int PRELUDE = 12;

    private byte[] buffer = new byte[1_024];
    private int length;

    /** Adds bytes. */
    public void feed(byte[] bytes) {
        feed(bytes, 0, bytes.length);
    }

    /** Adds a slice of bytes. */
    public void feed(byte[] bytes, int offset, int count) {
        if (length + count > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(length + count, buffer.length * 2));
        }
        System.arraycopy(bytes, offset, buffer, length, count);
        length += count;
    }

    /** Whether bytes of an unfinished frame are waiting: at the end of a stream, that it was cut short. */
    public boolean isPartial() {
        return length > 0;
    }

    /**
     * The next whole frame, or null when more bytes are needed.
     *
     * @throws FrameException when the bytes are not a frame
     */
    public @Nullable Frame next() {
        if (length < PRELUDE) {
            return null;
        }
        ByteBuffer view = ByteBuffer.wrap(buffer, 0, length);
        long total = Integer.toUnsignedLong(view.getInt(0));
        long headers = Integer.toUnsignedLong(view.getInt(4));
        if (total < Frame.OVERHEAD || total > (long) Frame.OVERHEAD + Frame.MAX_HEADERS + Frame.MAX_PAYLOAD) {
            throw new FrameException("Frame length out of range: " + total);
        }
        CRC32 crc = new CRC32();
        crc.update(buffer, 0, 8);
        if ((int) crc.getValue() != view.getInt(8)) {
            throw new FrameException("The prelude's checksum does not match.");
        }
        if (headers > Frame.MAX_HEADERS || headers > total - Frame.OVERHEAD) {
            throw new FrameException("Headers length out of range: " + headers);
        }
        if (total - Frame.OVERHEAD - headers > Frame.MAX_PAYLOAD) {
            throw new FrameException("Payload length out of range: " + (total - Frame.OVERHEAD - headers));
        }
        int size = (int) total;
        if (length < size) {
            return null;
        }
        crc.update(buffer, 8, size - 12);
        if ((int) crc.getValue() != view.getInt(size - 4)) {
            throw new FrameException("The message's checksum does not match.");
        }
        Map<String, HeaderValue> decoded = headers(ByteBuffer.wrap(buffer, PRELUDE, (int) headers));
        byte[] payload = Arrays.copyOfRange(buffer, PRELUDE + (int) headers, size - 4);
        System.arraycopy(buffer, size, buffer, 0, length - size);
        length -= size;
        return new Frame(decoded, payload);
    }

    private static Map<String, HeaderValue> headers(ByteBuffer in) {
        Map<String, HeaderValue> headers = new LinkedHashMap<>();
        while (in.hasRemaining()) {
            int nameLength = Byte.toUnsignedInt(in.get());
            if (nameLength == 0) {
                throw new FrameException("A header has no name.");
            }
            String name = text(in, nameLength);
            if (headers.put(name, value(in)) != null) {
                throw new FrameException("The header " + name + " occurs twice.");
            }
        }
        return headers;
    }

    private static HeaderValue value(ByteBuffer in) {
        need(in, 1);
        byte type = in.get();
        return switch (type) {
            case 0 -> new HeaderValue.Bool(true);
            case 1 -> new HeaderValue.Bool(false);
            case 2 -> new HeaderValue.Int8(need(in, 1).get());
            case 3 -> new HeaderValue.Int16(need(in, 2).getShort());
            case 4 -> new HeaderValue.Int32(need(in, 4).getInt());
            case 5 -> new HeaderValue.Int64(need(in, 8).getLong());
            case 6 -> {
                byte[] bytes = new byte[Short.toUnsignedInt(need(in, 2).getShort())];
                need(in, bytes.length).get(bytes);
                yield new HeaderValue.Bytes(bytes);
            }
            case 7 -> new HeaderValue.Text(text(in, Short.toUnsignedInt(need(in, 2).getShort())));
            case 8 -> new HeaderValue.Timestamp(Instant.ofEpochMilli(need(in, 8).getLong()));
            case 9 -> new HeaderValue.Uuid(new UUID(need(in, 16).getLong(), in.getLong()));
            default -> throw new FrameException("Unknown header type " + type);
        };
    }

    private static String text(ByteBuffer in, int length) {
        need(in, length);
        ByteBuffer slice = in.slice(in.position(), length);
        in.position(in.position() + length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(slice).toString();
        } catch (CharacterCodingException e) {
            throw new FrameException("A header is not valid UTF-8.");
        }
    }

    private static ByteBuffer need(ByteBuffer in, int bytes) {
        if (in.remaining() < bytes) {
            throw new FrameException("A header ends too early.");
        }
        return in;
    }
}
